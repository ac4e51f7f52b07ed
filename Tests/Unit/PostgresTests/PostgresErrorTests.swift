import Testing

@testable import Postgres

@Suite struct PostgresErrorTests {
  @Test func descriptionsKeepTheServersWordsToThemselves() {
    var error = PostgresError(.server)
    error.sqlState = .uniqueViolation
    error.constraint = "runs_one_active"
    error.serverMessage = "sesame"
    var dumped = ""
    dump(error, to: &dumped)
    #expect(!"\(error) \(String(reflecting: error)) \(dumped) \([error])".contains("sesame"))
    #expect(error.description == "the database refused the statement (23505), constraint runs_one_active")
  }

  @Test(arguments: [
    ("40001", true), ("40P01", true), ("55P03", true), ("53300", true), ("57P01", true), ("57014", false),
    ("23505", false), ("42601", false), ("08006", true),
  ])
  func whatMayBeTriedAgain(state: String, isRetriable: Bool) {
    var error = PostgresError(.server)
    error.sqlState = SQLState(rawValue: state)
    #expect(error.isRetriable == isRetriable)
  }

  @Test(arguments: [
    (
      "connection to server at \"10.0.0.1\", port 5432 failed: FATAL:  28P01: password authentication failed for user \"u\"\nLOCATION:  auth_failed, auth.c:326\n",
      ConnectFailure.authentication, "28P01"
    ),
    (
      "connection to server failed: FATAL:  3D000: database \"x\" does not exist\nLOCATION:  InitPostgres, postinit.c:885\n",
      .databaseMissing, "3D000"
    ),
    (
      "connection to server failed: FATAL:  57P03: the database system is starting up\n", .startingUp, "57P03"
    ),
    (
      "connection to server failed: FATAL:  53300: sorry, too many clients already\n", .tooManyConnections,
      "53300"
    ),
    (
      "connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n",
      .refused, ""
    ),
    ("connection to server failed: server does not support SSL, but SSL was required\n", .tls, ""),
    ("connection to server failed: SSL error: certificate verify failed\n", .tls, ""),
    ("connection to server failed: received invalid response to SSL negotiation: H\n", .notPostgres, ""),
    ("connection to server failed: fe_sendauth: no password supplied\n", .authentication, ""),
    ("connection to server failed: No route to host\n", .unreachable, ""),
    (
      "connection to server failed: server closed the connection unexpectedly\n\tThis probably means …\n",
      .closedByServer, ""
    ),
    (
      "connection to server failed: Connection refused\nconnection to server failed: No route to host\n",
      .unreachable, ""
    ),
  ])
  func connectFailuresAreRead(message: String, reason: ConnectFailure, state: String) {
    let error = ConnectFailureText.error(for: message)
    #expect(error.code == .connectionFailed)
    #expect(error.connectFailure == reason)
    #expect((error.sqlState?.rawValue ?? "") == state)
    #expect(error.serverMessage?.contains("LOCATION") == false)
    if !state.isEmpty { #expect(error.serverMessage?.contains(state) == false) }
  }
}
