import Postgres
import TestSupport
import Testing

/// Each test does to the server what none else could bear, so it has its own.
@Suite(.timeLimit(.minutes(3))) struct ServerFailureTests {
  @Test func aRestartInTheMiddleOfATransaction() async throws {
    try await PrivateDatabase.with(port: 25736) { database in
      try await database.withPool { pool in
        try await pool.execute("create table entries (n int)")
        let error = try await failure {
          try await pool.transaction { transaction in
            try await transaction.execute("insert into entries values (1)")
            try await database.restart()
            try await transaction.execute("insert into entries values (2)")
          }
        }
        #expect(error.code == .connectionLost)
        #expect(error.isRetriable)
        #expect(!error.isOutcomeUnknown)
        try await eventually("the pool works again") { try await pool.answers() }
        try await pool.transaction { try await $0.execute("insert into entries values (3)") }
        #expect(try await pool.query("select n from entries").map { try $0.decode("n", as: Int.self) } == [3])
      }
    }
  }

  @Test func aKilledServerIsNoticedFailsFastAndComesBack() async throws {
    try await PrivateDatabase.with(port: 25737) { database in
      try await database.withPool { pool in
        try await pool.execute("create table kept (n int)")
        try await pool.execute("insert into kept values (1)")
        let sleeping = Task { try await pool.query("select pg_sleep(60)") }
        try await eventually("the statement runs") {
          try await pool.query(
            "select 1 from pg_stat_activity where state = 'active' and query like '%sleep(60)%' and pid <> pg_backend_pid()"
          ).count == 1
        }
        let killed = ContinuousClock.now
        try await database.kill()
        #expect(try await failure { try await sleeping.value }.code == .connectionLost)
        try await eventually("the loss is noticed") { !pool.isHealthy }
        #expect(ContinuousClock.now - killed < .seconds(10))
        for _ in 0..<20 {
          let start = ContinuousClock.now
          let error = try await failure { try await pool.query("select 1") }
          #expect(error.code == .connectionFailed)
          #expect(error.isRetriable)
          #expect(ContinuousClock.now - start < .seconds(5))
        }
        try await database.start()
        let started = ContinuousClock.now
        try await eventually("the pool is healthy again") { pool.isHealthy }
        #expect(ContinuousClock.now - started < .seconds(10))
        try await eventually("the pool works again") { try await pool.answers() }
        #expect(try await pool.query("select n from kept").count == 1)
      }
    }
  }

  @Test func aFrozenServerIsNoticedAndComesBack() async throws {
    try await PrivateDatabase.with(port: 25738) { database in
      try await database.withPool({
        $0.cancelGrace = .milliseconds(300)
        $0.connectTimeout = .seconds(1)
      }) { pool in
        _ = try await pool.query("select 1")
        database.freeze()
        let error = try await failure { try await pool.query("select 1", timeout: .milliseconds(200)) }
        #expect(error.code == .statementTimeout)
        try await eventually("the loss is noticed") { !pool.isHealthy }
        database.thaw()
        try await eventually("the pool is healthy again") { pool.isHealthy }
        try await eventually("the pool works again") { try await pool.answers() }
        #expect(try await pool.query("select 1").count == 1)
      }
    }
  }

  @Test func aServerThatIsNotThereFailsFastFromTheStart() async throws {
    let configuration = PostgresConfiguration(
      host: "127.0.0.1", port: 25739, database: "d", username: "u", password: "sesame")
    let pool = PostgresPool(configuration: configuration, logger: .silent)
    async let _ = pool.run()
    let start = ContinuousClock.now
    let error = try await failure { try await pool.query("select 1") }
    #expect(error.code == .connectionFailed)
    #expect(error.connectFailure == .refused)
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
