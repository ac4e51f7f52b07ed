import Postgres
import TestSupport
import Testing

@Suite(.databaseServer(port: 25732), .timeLimit(.minutes(2))) struct TransactionTests {
  private struct OwnError: Error {}

  private func table(_ name: String) async throws -> PostgresConnection {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    try await connection.execute(
      "create table \(identifier: name) (n int primary key deferrable initially deferred)")
    return connection
  }

  private func count(_ name: String) async throws -> Int {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    return try await connection.query("select count(*) as n from \(identifier: name)")[0].decode("n")
  }

  @Test func commitsAndReturns() async throws {
    let connection = try await table("kept")
    let result = try await connection.transaction { transaction in
      try await transaction.execute("insert into kept values (1)")
      return "done"
    }
    #expect(result == "done")
    #expect(try await count("kept") == 1)
  }

  @Test func errorsOfTheBodyComeOutAsTheyAre() async throws {
    let connection = try await table("undone")
    await #expect(throws: OwnError.self) {
      try await connection.transaction { transaction in
        try await transaction.execute("insert into undone values (1)")
        throw OwnError()
      }
    }
    let refused = try await failure {
      try await connection.transaction { _ = try await $0.query("select 1/0") }
    }
    #expect(refused.transactionPhase == nil)
    #expect(try await count("undone") == 0)
    #expect(connection.isUsable)
  }

  @Test func errorsOfCommitSaySo() async throws {
    let connection = try await table("deferred")
    let error = try await failure {
      try await connection.transaction { try await $0.execute("insert into deferred values (1), (1)") }
    }
    #expect(error.sqlState == .uniqueViolation)
    #expect(error.transactionPhase == .commit)
    #expect(!error.isOutcomeUnknown)
    #expect(try await count("deferred") == 0)
  }

  @Test func aSwallowedErrorDoesNotPassForACommit() async throws {
    let connection = try await table("swallowed")
    let error = try await failure {
      try await connection.transaction { transaction in
        try await transaction.execute("insert into swallowed values (1)")
        _ = try? await transaction.query("select 1/0")
      }
    }
    #expect(error.code == .rolledBack)
    #expect(error.transactionPhase == .commit)
    #expect(try await count("swallowed") == 0)
  }

  @Test func transactionsDoNotNest() async throws {
    let connection = try await table("nested")
    let error = try await failure {
      try await connection.transaction { transaction in
        try await transaction.execute("insert into nested values (1)")
        try await transaction.transaction { _ in }
      }
    }
    #expect(error.code == .invalidStatement)
    #expect(try await count("nested") == 0)
  }

  @Test func isolationAndReadOnly() async throws {
    let connection = try await table("modes")
    let level: String = try await connection.transaction(isolation: .serializable, readOnly: true) {
      try await $0.query("show transaction_isolation")[0].decode(at: 0)
    }
    #expect(level == "serializable")
    let error = try await failure {
      try await connection.transaction(readOnly: true) {
        try await $0.execute("insert into modes values (1)")
      }
    }
    #expect(error.sqlState == .readOnlyTransaction)
  }

  @Test func cancellationRollsBackAndKeepsTheConnection() async throws {
    let connection = try await table("cancelled")
    let task = Task {
      try await connection.transaction { transaction in
        try await transaction.execute("insert into cancelled values (1)")
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    #expect(try await failure { try await task.value }.code == .cancelled)
    #expect(try await count("cancelled") == 0)
    #expect(try await connection.query("select 1").count == 1)
  }

  @Test func aLostAnswerToCommitIsAnUnknownOutcome() async throws {
    let database = try PrivateDatabase.ofThisSuite
    _ = try await table("vague")
    let proxy = try FaultyProxy(port: 25740, to: database.port, .cutReply(to: "COMMIT"))
    defer { proxy.stop() }
    let connection = try await database.connect { $0.port = 25740 }
    let error = try await failure {
      try await connection.transaction { try await $0.execute("insert into vague values (1)") }
    }
    #expect(error.code == .connectionLost)
    #expect(error.isOutcomeUnknown)
    #expect(error.isRetriable)
    #expect(error.transactionPhase == .commit)
    #expect(!connection.isUsable)
    // Unknown, indeed: this time it has been committed.
    try await eventually("the server commits") { try await count("vague") == 1 }
  }

  @Test func aConnectionLostBeforeCommitIsNoUnknownOutcome() async throws {
    let database = try PrivateDatabase.ofThisSuite
    _ = try await table("clear")
    let proxy = try FaultyProxy(port: 25741, to: database.port, .cutReply(to: "insert into clear"))
    defer { proxy.stop() }
    let connection = try await database.connect { $0.port = 25741 }
    let error = try await failure {
      try await connection.transaction { try await $0.execute("insert into clear values (1)") }
    }
    #expect(error.code == .connectionLost)
    #expect(!error.isOutcomeUnknown)
    #expect(try await count("clear") == 0)
  }

  @Test func aLostAnswerToAnAutocommittedStatementIsAnUnknownOutcomeToo() async throws {
    let database = try PrivateDatabase.ofThisSuite
    _ = try await table("alone")
    let proxy = try FaultyProxy(port: 25742, to: database.port, .cutReply(to: "insert into alone"))
    defer { proxy.stop() }
    let connection = try await database.connect { $0.port = 25742 }
    let error = try await failure { try await connection.execute("insert into alone values (1)") }
    #expect(error.isOutcomeUnknown)
  }
}
