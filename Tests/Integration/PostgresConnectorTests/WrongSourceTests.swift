import Connectors
import Domain
import Foundation
import JSON
import TestSupport
import Testing

/// Everything that can be wrong about where a source is and how to get in.
@Suite(
  "A PostgreSQL source described wrongly",
  .source(
    port: 25852,
    """
    create role nologin_role password 'nologin-password';
    create role outsider login password 'outsider-password';
    create schema closed;
    create table closed.t (id integer);
    """,
    "create database guarded", "revoke connect on database guarded from public", "create database bare",
    "create role dumb login password 'dumb-password'"))
struct WrongSourceTests {
  private static let connector = PostgresConnector.tested

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var changes: JSONObject = [:]
    var password: String?
    let code: String
    let field: String?
    let words: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "port", changes: ["port": 25869], code: "E_UPSTREAM_UNREACHABLE", field: "port", words: "refused"),
    Case(
      name: "password", password: "c4nary-wrong", code: "E_UPSTREAM_AUTH", field: "password",
      words: "does not accept this password"),
    Case(
      name: "user", changes: ["username": "nobody"], code: "E_UPSTREAM_AUTH", field: "password",
      words: "does not accept this password for the user \"nobody\""),
    Case(
      name: "user that may not log in", changes: ["username": "nologin_role"], password: "nologin-password",
      code: "E_UPSTREAM_AUTH", field: "username", words: "not permitted to log in"),
    Case(
      name: "database", changes: ["database": "absent"], code: "E_CONFIG_INVALID", field: "database",
      words: "has no database \"absent\""),
    Case(
      name: "database of others", changes: ["database": "guarded", "username": "outsider"],
      password: "outsider-password", code: "E_UPSTREAM_AUTH", field: "username",
      words: "may not connect to the database \"guarded\""),
    Case(
      name: "TLS not offered", changes: ["sslmode": "require"], code: "E_CONFIG_INVALID", field: "sslmode",
      words: "does not offer TLS"),
    Case(
      name: "link-local", changes: ["host": "169.254.169.254"], code: "E_CONFIG_INVALID", field: "host",
      words: "never allowed"),
    Case(
      name: "socket", changes: ["host": "/tmp"], code: "E_CONFIG_INVALID", field: "host", words: "not allowed"
    ),
  ]

  @Test(arguments: cases)
  func `both a run and a test say what is wrong`(wrong: Case) async throws {
    let source = try PrivateDatabase.ofThisSuite.source(wrong.changes, password: wrong.password)
    let failure = try await caught {
      try await Self.connector.collect(CollectJob(connection: source, runID: UUID()))
    }
    #expect(failure.code == wrong.code)
    #expect(failure.field == wrong.field)
    #expect(failure.message.contains(wrong.words), "\(failure.message)")
    let diagnosis = await Self.connector.test(source)
    #expect(!diagnosis.ok)
    let diagnostic = try #require(diagnosis.diagnostics.first)
    #expect(diagnosis.diagnostics.count == 1)
    #expect(diagnostic.level == .error)
    #expect(diagnostic.field == wrong.field)
    #expect(diagnostic.message == failure.message)
    for text in [failure.message, diagnostic.hint ?? ""] {
      for secret in source.credentials.values { #expect(!text.contains(secret)) }
    }
  }

  @Test func `a host that is not known`() async throws {
    let source = try PrivateDatabase.ofThisSuite.source(["host": "no-such-host.invalid"])
    let diagnosis = await Self.connector.test(source)
    #expect(!diagnosis.ok)
    // Where no name server answers at all it is a timeout; either way the host is what to look at.
    #expect(diagnosis.diagnostics.first?.field == "host")
    #expect(diagnosis.diagnostics.first?.code == "E_CONN_TEST_FAILED")
  }

  @Test(
    arguments: [
      ("127.0.0.1", 25860), ("localhost", 25861), ("2130706433", 25862), ("127.1", 25863),
      ("::ffff:127.0.0.1", 25864),
    ])
  func `without private networks a loopback source is refused before anything is sent`(
    host: String, port: Int
  ) async throws {
    let fake = try FakeServer(port: port, .silent)
    defer { fake.stop() }
    let source = try PrivateDatabase.ofThisSuite.source(
      ["host": .string(host), "port": .int(Int64(fake.port))], privateNetworks: false)
    let failure = try await caught {
      try await Self.connector.collect(CollectJob(connection: source, runID: UUID()))
    }
    #expect(failure.code == "E_CONFIG_INVALID")
    #expect(failure.field == "host")
    #expect(failure.message.contains("a loopback address"), "\(failure.message)")
    let diagnosis = await Self.connector.test(source)
    #expect(diagnosis.diagnostics.first?.code == "E_CONFIG_INVALID")
    #expect(fake.connections == 0)
  }

  @Test(
    arguments: [
      (.answers("HTTP/1.1 400 Bad Request\r\n\r\n<img onerror=x>"), 25870),
      (.answers("J\0\0\0\u{a}8.0.33\0"), 25872),
      (.answers("-ERR unknown command\r\n"), 25873),
    ] as [(FakeServer.Behaviour, Int)])
  func `something else than PostgreSQL`(behaviour: FakeServer.Behaviour, port: Int) async throws {
    let fake = try FakeServer(port: port, behaviour)
    defer { fake.stop() }
    let source = try PrivateDatabase.ofThisSuite.source(["port": .int(Int64(port))])
    let failure = try await caught {
      try await Self.connector.collect(CollectJob(connection: source, runID: UUID()))
    }
    #expect(failure.code == "E_UPSTREAM_PROTOCOL", "\(failure.message)")
    #expect(failure.retryClass == .retryable)
    let diagnosis = await Self.connector.test(source)
    #expect(diagnosis.diagnostics.first?.field == "port")
    #expect(diagnosis.diagnostics.first?.message.contains("is not PostgreSQL") == true)
  }

  @Test func `something that hangs up`() async throws {
    let fake = try FakeServer(port: 25874, .closes)
    defer { fake.stop() }
    let source = try PrivateDatabase.ofThisSuite.source(["port": 25874])
    let failure = try await caught {
      try await Self.connector.collect(CollectJob(connection: source, runID: UUID()))
    }
    #expect(failure.code == "E_UPSTREAM_UNREACHABLE")
    #expect(failure.message.contains("closed the connection"))
  }

  @Test func `something that never answers ends in its time`() async throws {
    let fake = try FakeServer(port: 25875, .silent)
    defer { fake.stop() }
    let source = try PrivateDatabase.ofThisSuite.source(["port": 25875])
    let start = ContinuousClock.now
    let diagnosis = await Self.connector.test(source)
    #expect(ContinuousClock.now - start < .seconds(8))
    #expect(diagnosis.diagnostics.first?.message.contains("did not answer within 5 s") == true)
    let collection = Task {
      try await Self.connector.collect(CollectJob(connection: source, runID: UUID()))
    }
    try await eventually("the source is called") { fake.connections == 2 }
    let cancelled = ContinuousClock.now
    collection.cancel()
    _ = await collection.result
    #expect(ContinuousClock.now - cancelled < .seconds(2))
  }

  @Test func `a collection of something that never answers is unreachable`() async throws {
    let fake = try FakeServer(port: 25876, .silent)
    defer { fake.stop() }
    let source = try PrivateDatabase.ofThisSuite.source(["port": 25876])
    let start = ContinuousClock.now
    let failure = try await caught {
      try await Self.connector.collect(CollectJob(connection: source, runID: UUID()))
    }
    #expect(failure.code == "E_UPSTREAM_UNREACHABLE")
    #expect(failure.retryClass == .retryable)
    #expect(ContinuousClock.now - start < .seconds(15))
  }

  // MARK: Tests that pass

  @Test func `a good connection says what there is`() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let diagnosis = await Self.connector.test(database.source())
    #expect(diagnosis.ok)
    #expect(diagnosis.diagnostics.map(\.code) == ["CONNECTED"])
    #expect(
      diagnosis.diagnostics.first?.message.wholeMatch(
        of: /connected to PostgreSQL \d+\.\d+: 1 table or view in 1 schema/) != nil)
  }

  @Test func `what will disappoint is a warning`() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let missing = await Self.connector.test(database.source(["schemas": ["closed", "absent"]]))
    #expect(missing.ok)
    #expect(missing.diagnostics.map(\.code) == ["CONNECTED", "SCHEMA_MISSING"])
    #expect(missing.diagnostics.last?.field == "schemas")
    let dumb = await Self.connector.test(database.source(["username": "dumb"], password: "dumb-password"))
    #expect(dumb.ok)
    #expect(dumb.diagnostics.map(\.code) == ["CONNECTED", "NO_READABLE_TABLES"])
    let bare = await Self.connector.test(database.source(["database": "bare"]))
    #expect(bare.ok)
    #expect(bare.diagnostics.map(\.code) == ["CONNECTED", "NO_TABLES"])
  }
}
