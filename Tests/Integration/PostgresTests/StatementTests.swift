import Postgres
import TestSupport
import Testing

@Suite(.databaseServer(port: 25731), .timeLimit(.minutes(2))) struct StatementTests {
  @Test func statementsRunAndCount() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    #expect(connection.isUsable)
    #expect(await connection.serverVersion >= 150_000)
    try await connection.execute("create temporary table numbers (n int8)")
    #expect(try await connection.execute("insert into numbers select generate_series(1, \(1_000))") == 1_000)
    #expect(try await connection.query("select n from numbers order by n").count == 1_000)
    #expect(try await connection.execute("update numbers set n = n + \(1) where n <= \(10)") == 10)
    #expect(try await connection.query("delete from numbers where n < \(5) returning n").count == 3)
    await connection.close()
    #expect(!connection.isUsable)
    #expect(try await failure { try await connection.query("select 1") }.code == .closed)
  }

  @Test func statementsOfOneConnectionTakeTurns() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        group.addTask { try await connection.query("select \(number) as n")[0].decode("n") }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 19_900)
  }

  @Test func violationsNameTheirConstraint() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    try await connection.executeScript(
      "create temporary table runs (id int, owner text, constraint one_per_owner unique (owner), check (id > 0))"
    )
    try await connection.execute("insert into runs values (1, \("sesame"))")
    let error = try await failure { try await connection.execute("insert into runs values (2, \("sesame"))") }
    #expect(error.code == .server)
    #expect(error.sqlState == .uniqueViolation)
    #expect(error.constraint == "one_per_owner")
    #expect(error.table == "runs")
    #expect(!error.isRetriable)
    #expect(!"\(error)".contains("sesame"))
    let check = try await failure { try await connection.execute("insert into runs values (\(-1), \("x"))") }
    #expect(check.constraint == "runs_id_check")
    #expect(check.sqlState == .checkViolation)
    #expect(
      try await failure { try await connection.query("select * from nowhere") }.sqlState == .undefinedTable)
    #expect(connection.isUsable)
  }

  @Test func aChangedTableIsPreparedAnew() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    let other = try await PrivateDatabase.ofThisSuite.connect()
    try await connection.executeScript("create table shapes (a int); insert into shapes values (1)")
    for _ in 0..<3 { #expect(try await connection.query("select * from shapes").first?.columns == ["a"]) }
    try await other.execute("alter table shapes add column b text default 'new'")
    let rows = try await connection.query("select * from shapes")
    #expect(rows[0].columns == ["a", "b"])
    #expect(try rows[0].decode("b") == "new")
    for _ in 0..<3 {
      #expect(try await connection.query("select * from shapes").first?.columns == ["a", "b"])
    }

    // Inside of a transaction nothing can be repeated: the error says that the whole may be.
    let error = try await failure {
      try await connection.transaction { transaction in
        _ = try await transaction.query("select 1")
        try await other.execute("alter table shapes add column c int")
        _ = try await transaction.query("select * from shapes")
      }
    }
    #expect(error.sqlState == .featureNotSupported)
    #expect(error.isRetriable)
    #expect(try await connection.query("select * from shapes")[0].columns == ["a", "b", "c"])
  }

  @Test func lostPreparationsArePreparedAnew() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    for _ in 0..<3 { _ = try await connection.query("select \(1) as x") }
    try await connection.executeScript("deallocate all")
    #expect(try await connection.query("select \(2) as x")[0].decode("x") == 2)
  }

  @Test func aFullStatementCacheFreesWhatItDrops() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect { $0.statementCacheCapacity = 4 }
    for number in 0..<40 {
      for _ in 0..<2 {
        _ = try await connection.query("select \(number) as x, \(unescaped: "\(number)") as y")
      }
    }
    let rows = try await connection.query("select count(*) as n from pg_prepared_statements")
    let count: Int = try rows[0].decode("n")
    #expect((1...6).contains(count))
  }

  @Test func slowStatementsAreCancelledOnTheServer() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect { $0.applicationName = "slow" }
    let start = ContinuousClock.now
    let error = try await failure {
      try await connection.query("select pg_sleep(60)", timeout: .milliseconds(200))
    }
    #expect(error.code == .statementTimeout)
    #expect(error.isRetriable)
    #expect(!error.isOutcomeUnknown)
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(connection.isUsable)
    #expect(try await connection.query("select 1 as n")[0].decode("n") == 1)
    let rows = try await PrivateDatabase.ofThisSuite.connect().query(
      "select count(*) as n from pg_stat_activity where state = 'active' and application_name = 'slow'"
    )
    #expect(try rows[0].decode("n") == 0)
  }

  @Test func aLongerTimeoutOfACallRaisesTheServers() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect { $0.statementTimeout = .seconds(1) }
    func limit(_ timeout: Duration?) async throws -> String {
      try await connection.query("show statement_timeout", timeout: timeout)[0].decode(at: 0)
    }
    #expect(try await limit(nil) == "6s")
    #expect(try await limit(.seconds(55)) == "1min")
    #expect(try await limit(nil) == "6s")
    _ = try? await connection.transaction { transaction in
      _ = try await transaction.query("select 1", timeout: .seconds(55))
      throw CancellationError()
    }
    #expect(try await limit(.seconds(55)) == "1min")
    #expect(try await limit(nil) == "6s")
  }

  @Test func theServersOwnTimeoutIsOneToo() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    try await connection.executeScript("set statement_timeout to 50")
    let error = try await failure { try await connection.query("select pg_sleep(10)") }
    #expect(error.code == .statementTimeout)
  }

  @Test func cancellingTheTaskCancelsTheStatement() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let connection = try await database.connect { $0.applicationName = "to be cancelled" }
    let observer = try await database.connect()
    let start = ContinuousClock.now
    let task = Task { try await connection.query("select pg_sleep(60)") }
    try await eventually("the statement runs") {
      try await observer.query(
        "select 1 from pg_stat_activity where state = 'active' and application_name = 'to be cancelled'"
      ).count == 1
    }
    task.cancel()
    #expect(try await failure { try await task.value }.code == .cancelled)
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(try await connection.query("select 1").count == 1)
  }

  @Test func aWaitingStatementIsCancelledWithoutTheRunningOne() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let connection = try await database.connect { $0.applicationName = "busy" }
    let observer = try await database.connect()
    // Busy for as long as the test likes.
    _ = try await observer.query("select pg_advisory_lock(7)")
    let running = Task {
      try await connection.query("select pg_advisory_lock(7), 1 as n")[0].decode("n", as: Int.self)
    }
    try await eventually("the first statement runs") {
      try await observer.query(
        "select 1 from pg_stat_activity where state = 'active' and application_name = 'busy'"
      ).count == 1
    }
    let waiting = Task { try await connection.query("select 2") }
    waiting.cancel()
    #expect(try await failure { try await waiting.value }.code == .cancelled)
    let expired = try await failure { try await connection.query("select 3", timeout: .milliseconds(50)) }
    #expect(expired.code == .statementTimeout)
    _ = try await observer.query("select pg_advisory_unlock(7)")
    #expect(try await running.value == 1)
    #expect(try await connection.query("select 4").count == 1)
  }

  @Test func cancellationsAtAnyMomentNeverHitTheNextStatement() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    for number in 0..<60 {
      let task = Task { try await connection.query("select pg_sleep(0.002)") }
      try await Task.sleep(for: .microseconds(number * 150))
      task.cancel()
      _ = try? await task.value
      #expect(try await connection.query("select \(number) as n")[0].decode("n") == number)
    }
  }

  @Test func aScriptIsOneTransaction() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    let error = try await failure {
      try await connection.executeScript("create table halfway (a int); select 1/0; select 1")
    }
    #expect(error.sqlState?.rawValue == "22012")
    #expect(try await connection.query("select 1 from pg_tables where tablename = 'halfway'").isEmpty)
  }

  @Test func copyThroughAPlainStatementIsRefused() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    let error = try await failure { try await connection.executeScript("copy pg_class to stdout") }
    #expect(error.code == .invalidStatement)
  }

  @Test func settingsOfTheSession() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect {
      $0.applicationName = "named"
      $0.lockTimeout = .milliseconds(1_500)
      $0.settings = ["search_path": "pg_catalog, public", "work_mem": "8MB"]
    }
    func setting(_ name: String) async throws -> String {
      try await connection.query("select current_setting(\(name)) as v")[0].decode("v")
    }
    #expect(try await setting("application_name") == "named")
    #expect(try await setting("lock_timeout") == "1500ms")
    #expect(try await setting("idle_in_transaction_session_timeout") == "1min")
    #expect(try await setting("statement_timeout") == "35s")
    #expect(try await setting("TimeZone") == "UTC")
    #expect(try await setting("search_path") == "pg_catalog, public")
    #expect(try await setting("work_mem") == "8MB")
  }
}
