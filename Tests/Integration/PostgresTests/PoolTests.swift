import Logging
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@Suite(.databaseServer(port: 25735), .timeLimit(.minutes(2))) struct PoolTests {
  @Test func growsNoLargerThanItsSizeAndServesAll() async throws {
    let database = try PrivateDatabase.ofThisSuite
    try await database.withPool(size: 3, { $0.applicationName = "sized" }) { pool in
      let sum = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<300 {
          group.addTask { try await pool.query("select \(number) as n")[0].decode("n") }
        }
        return try await group.reduce(0, +)
      }
      #expect(sum == 44_850)
      let rows = try await pool.query(
        "select count(*) as n from pg_stat_activity where application_name = 'sized'")
      let count: Int = try rows[0].decode("n")
      #expect((1...3).contains(count))
      #expect(pool.isHealthy)
    }
  }

  @Test func anExhaustedPoolTimesOut() async throws {
    try await PrivateDatabase.ofThisSuite.withPool(size: 1, acquireTimeout: .milliseconds(300)) { pool in
      try await eventually("the pool has opened its connection") {
        (try? await pool.query("select 1")) != nil
      }
      try await pool.withConnection { connection in
        _ = try await connection.query("select 1")
        let start = ContinuousClock.now
        let error = try await failure { try await pool.query("select 1") }
        #expect(error.code == .poolTimeout)
        #expect(error.isRetriable)
        #expect(ContinuousClock.now - start < .seconds(3))
        let waiting = Task { try await pool.query("select 1") }
        waiting.cancel()
        #expect(try await failure { try await waiting.value }.code == .cancelled)
      }
      #expect(try await pool.query("select 1").count == 1)
    }
  }

  @Test func aPoolThatDoesNotRunTimesOut() async throws {
    let pool = PostgresPool(
      configuration: try PrivateDatabase.ofThisSuite.configuration, acquireTimeout: .milliseconds(100),
      logger: .silent)
    #expect(try await failure { try await pool.query("select 1") }.code == .poolTimeout)
    #expect(!pool.isHealthy)
  }

  @Test func openTransactionsAreNotPassedOn() async throws {
    try await PrivateDatabase.ofThisSuite.withPool(size: 1) { pool in
      try await pool.withConnection { try await $0.executeScript("begin; create table left_open (a int)") }
      #expect(try await pool.query("select 1 from pg_tables where tablename = 'left_open'").isEmpty)
      try await pool.transaction { try await $0.execute("create table committed (a int)") }
      #expect(try await pool.query("select 1 from pg_tables where tablename = 'committed'").count == 1)
    }
  }

  @Test func brokenConnectionsAreReplaced() async throws {
    let database = try PrivateDatabase.ofThisSuite
    try await database.withPool(size: 2, { $0.applicationName = "to be ended" }) { pool in
      try await pool.withConnection { transaction in
        let pid: Int = try await transaction.query("select pg_backend_pid() as pid")[0].decode("pid")
        try await database.run("select pg_terminate_backend(\(pid))")
        let error = try await failure { try await transaction.query("select 1") }
        #expect(error.code == .connectionLost)
        #expect(error.isRetriable)
      }
      // One that is idle is noticed without being used.
      _ = try await pool.query("select 1")
      try await database.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be ended'")
      try await eventually("statements work again at the first attempt") {
        (try? await pool.query("select 1").count) == 1
      }
      #expect(pool.isHealthy)
    }
  }

  @Test func gracefulShutdownWaitsForWhatIsLent() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let pool = PostgresPool(
      configuration: database.configuration, size: 2, acquireTimeout: .seconds(20), logger: .silent)
    let group = ServiceGroup(services: [pool], logger: .silent)
    async let running: Void = group.run()
    let finished = try await pool.withConnection { connection in
      _ = try await connection.query("select 1")
      await group.triggerGracefulShutdown()
      try await eventually("the pool refuses new callers") {
        do {
          _ = try await pool.query("select 1")
          return false
        } catch let error as PostgresError {
          return error.code == .closed
        }
      }
      return try await connection.query("select 1").count
    }
    #expect(finished == 1)
    try await running
    #expect(!pool.isHealthy)
  }

  @Test func aWrongConfigurationIsNamed() async throws {
    try await PrivateDatabase.ofThisSuite.withPool({ $0.password = "sesame" }) { pool in
      let error = try await failure { try await pool.query("select 1") }
      #expect(error.code == .connectionFailed)
      #expect(error.connectFailure == .authentication)
      #expect(!"\(error)".contains("sesame"))
    }
  }

  @Test func cancelledCallersLeaveThePoolWhole() async throws {
    try await PrivateDatabase.ofThisSuite.withPool(size: 2) { pool in
      for round in 0..<40 {
        let tasks = (0..<6).map { _ in Task { try await pool.query("select pg_sleep(0.01)") } }
        try await Task.sleep(for: .microseconds(round * 500))
        for task in tasks { task.cancel() }
        for task in tasks { _ = try? await task.value }
      }
      #expect(try await pool.query("select 1").count == 1)
    }
  }
}
