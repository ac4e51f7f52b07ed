import Domain
import JSON
import Postgres
import Testing

@testable import Connectors

@Suite("Faults of a PostgreSQL source")
struct PostgresFaultTests {
  private static let secret = "c4nary-hunter22"

  private static func reading(sslmode: String = "prefer") throws -> PostgresFaultReading {
    let parameters = try PostgresParameters(
      ConnectorConnection(
        parameters: ["host": "db", "database": "shop", "username": "reader", "sslmode": .string(sslmode)],
        credentials: ["password": secret]))
    return PostgresFaultReading(parameters: parameters, deadlines: .test)
  }

  private static func connecting(
    _ failure: ConnectFailure, _ state: String? = nil, _ said: String? = nil
  ) -> PostgresError {
    var error = PostgresError(.connectionFailed)
    error.connectFailure = failure
    error.sqlState = state.map(SQLState.init(rawValue:))
    error.serverMessage = said
    return error
  }

  private static let introduction = "connection to server at \"10.0.0.1\", port 5432 failed: "

  @Test func `every way a connection fails has its own cure`() throws {
    let cases: [(ConnectFailure, String?, String?, PostgresFaultKind)] = [
      (.hostNotFound, nil, nil, .hostNotFound),
      (.refused, nil, "Connection refused", .refused),
      (.unreachable, nil, "No route to host", .unreachable),
      (.timedOut, nil, nil, .timedOut),
      (.closedByServer, nil, "server closed the connection unexpectedly", .closedByServer),
      (.startingUp, "57P03", "FATAL: the database system is starting up", .startingUp),
      (.tooManyConnections, "53300", "FATAL: sorry, too many clients already", .tooManyConnections),
      (.notPostgres, nil, "received invalid response to SSL negotiation: H", .notPostgres),
      (.tls, nil, "received unencrypted data after SSL response", .notPostgres),
      (.other, "08P01", "FATAL: expected password response", .notPostgres),
      (.other, "0A000", "FATAL: unsupported frontend protocol", .notPostgres),
      (.databaseMissing, "3D000", "FATAL: database \"shop\" does not exist", .databaseMissing),
      (
        .authentication, "28P01", "FATAL: password authentication failed for user \"reader\"",
        .passwordRefused
      ),
      (.authentication, nil, "fe_sendauth: no password supplied", .passwordMissing),
      (.authentication, nil, "authentication method 7 not supported", .userRefused),
      (.authentication, "28000", "FATAL: role \"reader\" does not exist", .userRefused),
      (
        .authentication, "28000", "FATAL: no pg_hba.conf entry for host \"10.0.0.9\", SSL encryption",
        .clientRefused
      ),
      (.authentication, "28000", "FATAL: irgendetwas in fremder Sprache", .userRefused),
      (.authentication, "42501", "FATAL: permission denied for database \"shop\"", .databaseForbidden),
      (.tls, nil, "server does not support SSL, but SSL was required", .tlsUnsupported),
      (.tls, nil, "SSL error: certificate verify failed", .certificateRefused),
      (.tls, nil, "server certificate for \"a\" does not match host name \"db\"", .certificateRefused),
      (.tls, nil, "SSL error: tlsv1 alert protocol version", .tlsFailed),
      (.other, nil, "something odd", .other),
      (.other, "53200", "FATAL: out of memory", .exhausted),
    ]
    for (failure, state, said, kind) in cases {
      let error = Self.connecting(failure, state, said.map { Self.introduction + $0 })
      #expect(try Self.reading().fault(error).kind == kind, "\(failure) \(said ?? "")")
    }
    #expect(Set(cases.map(\.0)) == Set(ConnectFailure.allCases))
  }

  @Test func `a server that demands encryption says so only to who refuses it`() throws {
    let error = Self.connecting(
      .authentication, "28000",
      "FATAL: no pg_hba.conf entry for host \"10.0.0.9\", user \"reader\", no encryption")
    #expect(try Self.reading(sslmode: "disable").fault(error).kind == .tlsRequired)
    #expect(try Self.reading(sslmode: "prefer").fault(error).kind == .clientRefused)
  }

  @Test func `errors of statements and of the connection`() throws {
    func error(_ code: PostgresError.Code, _ state: String? = nil) -> PostgresError {
      var error = PostgresError(code)
      error.sqlState = state.map(SQLState.init(rawValue:))
      return error
    }
    let cases: [(PostgresError, PostgresFaultKind)] = [
      (error(.server, "42501"), .catalogForbidden), (error(.server, "55P03"), .locked),
      (error(.server, "53200"), .exhausted), (error(.server, "42703"), .unexpectedAnswer),
      (error(.server, "0A000"), .unexpectedAnswer), (error(.server, "XX000"), .refusedStatement),
      (error(.server, "40001"), .refusedStatement), (error(.connectionLost, "57P01"), .connectionLost),
      (error(.connectionLost), .connectionLost), (error(.closed), .connectionLost),
      (error(.statementTimeout), .statementTimedOut), (error(.statementTimeout, "57014"), .interrupted),
      (error(.cancelled, "57014"), .interrupted), (error(.decoding), .unexpectedAnswer),
      (error(.addressRefused), .addressRefused), (error(.configuration), .malformedHost),
      (error(.invalidStatement), .other),
    ]
    for (error, kind) in cases { #expect(try Self.reading().fault(error).kind == kind, "\(error)") }
    let own = PostgresFault(kind: .tooOld, message: "m")
    #expect(try Self.reading().fault(own) == own)
    #expect(try Self.reading().fault(CancellationError()).kind == .other)
  }

  @Test(arguments: PostgresFaultKind.allCases)
  func `every fault has a known code and a sentence`(kind: PostgresFaultKind) throws {
    let fault = try Self.reading().fault(kind, said: "because")
    let retries: RunFailure.RetryClass =
      switch fault.runFailure.code {
      case "E_UPSTREAM_UNREACHABLE", "E_UPSTREAM_ERROR", "E_UPSTREAM_PROTOCOL": .retryable
      case "E_UPSTREAM_AUTH": .permanent
      case "E_CONFIG_INVALID": .configuration
      default: .retryAfter(seconds: -1)
      }
    #expect(fault.runFailure.retryClass == retries)
    #expect(fault.message.hasSuffix(": because"))
    #expect(fault.runFailure.field == kind.field)
    // Only a config that is named can be mended.
    if retries == .configuration { #expect(kind.field != nil) }
    #expect(fault.diagnostic.level == .error)
    #expect(["E_CONN_TEST_FAILED", "E_CONFIG_INVALID"].contains(fault.diagnostic.code))
    #expect(fault.diagnostic.hint == kind.hint)
  }

  @Test func `messages hold what the server said, without introductions and secrets`() throws {
    let unreachable = Self.connecting(
      .unreachable, nil, Self.introduction + "No route to host\n\tIs the server up?\n")
    #expect(try Self.reading().fault(unreachable).message == "there is no way to db:5432: No route to host")
    let refused = Self.connecting(
      .authentication, "28000",
      Self.introduction + "FATAL:  role \"\(Self.secret)\" is not permitted to log in\n")
    #expect(
      try Self.reading().fault(refused).message
        == "the server at db:5432 does not let the user \"reader\" in: role \"***\" is not permitted to log in"
    )
    let endless = Self.connecting(.notPostgres, nil, String(repeating: "x", count: 100_000) + "\u{1b}[31m")
    let message = try Self.reading().fault(endless).message
    #expect(message.count <= 1_000)
    #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test func `missing schemas are named, with those there are`() throws {
    let fault = try Self.reading().missingSchemas(["salse"], existing: ["public", "sales"])
    #expect(
      fault.message == "the database \"shop\" lacks wanted schemas: \"salse\"; it has \"public\", \"sales\"")
    let many = try Self.reading().missingSchemas(["x"], existing: (0..<50).map { "s\($0)" })
    #expect(many.message.hasSuffix("\"s9\" and 40 more"))
    #expect(try Self.reading().missingSchemas(["x"], existing: []).message.hasSuffix(": \"x\""))
  }
}
