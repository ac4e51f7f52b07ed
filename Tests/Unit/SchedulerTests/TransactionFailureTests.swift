import Contracts
import Logging
import Postgres
import Testing

@testable import Scheduler

@Suite struct TransactionFailureTests {
  private func server(_ state: SQLState) -> PostgresError {
    var error = PostgresError(.server)
    error.sqlState = state
    return error
  }

  @Test func racesAndLostConnectionsAreTriedAgain() {
    for state in [SQLState.serializationFailure, .deadlockDetected, .lockNotAvailable, .uniqueViolation] {
      #expect(server(state).transactionFailure == .tryAgain)
    }
    #expect(PostgresError(.connectionLost).transactionFailure == .tryAgain)
    var unknown = PostgresError(.statementTimeout)
    unknown.isOutcomeUnknown = true
    #expect(unknown.transactionFailure == .tryAgain)
  }

  @Test func anAbsentDatabaseIsSaidAtOnce() {
    for code in [PostgresError.Code.connectionFailed, .poolTimeout, .statementTimeout, .closed] {
      #expect(PostgresError(code).transactionFailure == .unavailable)
    }
  }

  @Test func whatIsWrongStaysWrong() {
    for error in [server(.checkViolation), server(.undefinedTable), PostgresError(.decoding)] {
      #expect(error.transactionFailure == .broken)
    }
  }

  @Test func repliesTellTheDifference() {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    guard case .unavailable = CommandReply.failed(PostgresError(.connectionFailed), logger: logger) else {
      Issue.record("an absent database is unavailable")
      return
    }
    guard case .refused(let refusal) = CommandReply.failed(server(.checkViolation), logger: logger) else {
      Issue.record("a broken statement is an internal error")
      return
    }
    #expect(refusal.code == .internal)
  }
}
