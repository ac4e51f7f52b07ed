import Domain
import Foundation
import JSON
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Connectors

/// What happens while a collection is under way. One after the other: they lock, freeze and kill the server.
@Suite(
  "A conversation with a PostgreSQL source", .serialized,
  .source(
    port: 25851, settings: ["logging_collector": "on", "log_statement": "all", "log_line_prefix": "%a|"],
    "create schema few; create schema many"))
struct ConversationTests {
  private static let connector = PostgresConnector.tested

  private static func patient(_ statement: Duration) -> PostgresConnector {
    PostgresConnector(
      thread: TestThread.shared, logger: .silent,
      collectDeadlines: PostgresDeadlines(connect: .seconds(5), statement: statement), testDeadlines: .test)
  }

  /// Lets a collection run into a lock on one of the catalogs, so that it is in the middle of its work.
  private func stuck<R: Sendable>(
    _ connector: PostgresConnector = connector,
    _ body: (PrivateDatabase, PostgresConnection, Task<Result<CollectedCatalog, any Error>, Never>)
      async throws -> R
  ) async throws -> R {
    let database = try PrivateDatabase.ofThisSuite
    let session = try await database.session()
    let watcher = try await database.session()
    try await session.executeScript("begin; lock table pg_catalog.pg_description in access exclusive mode")
    let job = database.job()
    // The test goes on beside the collection, and cancels it.
    let collection = Task { () -> Result<CollectedCatalog, any Error> in
      do { return .success(try await connector.collect(job)) } catch { return .failure(error) }
    }
    do {
      try await eventually("the collection waits") { try await watcher.collecting(waitingForLock: true) == 1 }
      let result = try await body(database, watcher, collection)
      await session.close()
      await watcher.close()
      return result
    } catch {
      collection.cancel()
      await session.close()
      await watcher.close()
      throw error
    }
  }

  private func failure(
    _ collection: Task<Result<CollectedCatalog, any Error>, Never>
  ) async throws -> RunFailure {
    let result = await collection.value
    return try await caught { try result.get() }
  }

  @Test func `cancelling ends it within two seconds, at the source too`() async throws {
    try await stuck { _, watcher, collection in
      let start = ContinuousClock.now
      collection.cancel()
      _ = try await failure(collection)
      #expect(ContinuousClock.now - start < .seconds(2))
      try await eventually("the source is left alone") { try await watcher.collecting() == 0 }
    }
  }

  @Test func `each statement waits for its turn`() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let session = try await database.session()
    let turns = Mutex(0)
    var job = database.job(schemas: ["few"])
    job.connection.pace = RequestPace { () async throws(CancellationError) in turns.withLock { $0 += 1 } }
    let before = try await statements(session)
    _ = try await Self.connector.collect(job)
    // All but what begins and ends its two transactions, and the deadline of the session.
    let sent = try await statements(session) - before
    let granted = turns.withLock(\.self)
    #expect(sent - granted == 5, "\(sent) sent, \(granted) turns")
    await session.close()
  }

  @Test func `without a turn nothing is asked`() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let session = try await database.session()
    var job = database.job(schemas: ["few"])
    job.connection.pace = RequestPace { () async throws(CancellationError) in throw CancellationError() }
    let before = try await statements(session)
    let refused = job
    _ = try await caught { try await Self.connector.collect(refused) }
    let sent = try await statements(session) - before
    #expect(sent <= 3, "\(sent) sent")
    await session.close()
  }

  @Test func `a collection cancelled before it begins does not connect`() async throws {
    let job = try PrivateDatabase.ofThisSuite.job()
    let collection = Task { () -> Bool in
      do { _ = try await Self.connector.collect(job) } catch { return true }
      return false
    }
    collection.cancel()
    #expect(await collection.value)
  }

  @Test func `a catalog that stays locked is worth another try`() async throws {
    try await stuck { _, _, collection in
      let failure = try await failure(collection)
      #expect(failure.code == "E_UPSTREAM_ERROR")
      #expect(failure.retryClass == .retryable)
      #expect(failure.message.contains("locked"))
    }
  }

  @Test func `a statement that takes too long is ended at the source`() async throws {
    try await stuck(Self.patient(.seconds(1))) { _, watcher, collection in
      let failure = try await failure(collection)
      #expect(failure.code == "E_UPSTREAM_ERROR")
      try await eventually("the source is left alone") { try await watcher.collecting() == 0 }
    }
  }

  @Test func `a statement that an administrator ends is worth another try`() async throws {
    try await stuck { _, watcher, collection in
      try await watcher.execute(
        "select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'nucleus-collector'")
      let failure = try await failure(collection)
      #expect(failure.code == "E_UPSTREAM_ERROR")
      #expect(failure.retryClass == .retryable)
    }
  }

  @Test func `a source that freezes is given up at the deadline`() async throws {
    try await stuck(Self.patient(.seconds(2))) { database, _, collection in
      database.freeze()
      let result = await collection.value
      database.thaw()
      let failure = try await caught { try result.get() }
      #expect(failure.code == "E_UPSTREAM_UNREACHABLE")
      #expect(failure.retryClass == .retryable)
    }
  }

  @Test(arguments: [true, false])
  func `a source that dies is unreachable, and back when it is`(isKilled: Bool) async throws {
    try await stuck { database, _, collection in
      if isKilled { try await database.kill() } else { try await database.stop() }
      let failure = try await failure(collection)
      #expect(failure.code == "E_UPSTREAM_UNREACHABLE")
      #expect(failure.retryClass == .retryable)
      let away = try await caught { try await Self.connector.collect(database.job()) }
      #expect(away.code == "E_UPSTREAM_UNREACHABLE")
      #expect(away.message.contains("127.0.0.1:25851 refused the connection"))
      try await database.start()
      _ = try await Self.connector.collect(database.job())
    }
  }

  // MARK: Size

  private static func create(_ count: Int, in schema: String) -> String {
    """
    do $$ begin
      for i in 1..\(count) loop
        execute format('create table \(schema).t%s (id bigint primary key, ' ||
          (select string_agg('c' || n || ' text default ''x''', ', ') from generate_series(2, 20) n) || ')', i);
        if i % 200 = 0 then commit; end if;
      end loop;
    end $$
    """
  }

  @Test func `many tables take no more statements than few, and time in proportion`() async throws {
    let database = try PrivateDatabase.ofThisSuite
    try await database.run(Self.create(200, in: "few"))
    try await database.run(Self.create(2_000, in: "many"))
    let session = try await database.session()
    /// Statements and the shortest time of three collections.
    func measure(_ schema: String, _ count: Int) async throws -> (statements: Int, time: Duration) {
      var times: [Duration] = []
      let before = try await statements(session)
      for _ in 0..<3 {
        let start = ContinuousClock.now
        let datasets = try await Self.connector.collect(database.job(schemas: [schema])).datasets
        times.append(ContinuousClock.now - start)
        #expect(datasets.count == count)
        #expect(datasets.allSatisfy { $0.fields.count == 20 && $0.fields[0].primaryKey == true })
      }
      return (try await statements(session) - before, try #require(times.min()))
    }
    let few = try await measure("few", 200)
    let many = try await measure("many", 2_000)
    await session.close()
    #expect(few.statements > 0)
    #expect(few.statements == many.statements)
    #expect(many.statements <= 3 * 20)
    #expect(many.time < few.time * 40)
    #expect(many.time < .seconds(20))
  }

  /// Statements that connectors have sent to this server, by its log.
  private func statements(_ session: PostgresConnection) async throws -> Int {
    // The log is written by a process of its own, in the order of what it is sent: where it holds this, it holds all
    // that was there before.
    let mark = UUID().uuidString
    try await session.execute("select \(mark)")
    var count = 0
    try await eventually("the log is written") {
      let rows = try await session.query(
        """
        with log as materialized (select pg_read_file(pg_current_logfile()) as text)
        select position(\(mark) in text) > 0 as is_written, (
            select count(*) from regexp_matches(text, '^nucleus-collector\\|LOG:  (statement|execute)', 'gn')
          ) as n
        from log
        """)
      let row = try #require(rows.first)
      count = try row.decode("n")
      return try row.decode("is_written")
    }
    return count
  }

  @Test func `of very many relations sizes are estimated`() async throws {
    let database = try PrivateDatabase.ofThisSuite
    try await database.run(
      "create schema sized; create table sized.t (id int primary key, body text); "
        + "insert into sized.t select i, repeat('x', 100) from generate_series(1, 10000) i; analyze sized.t")
    let session = try await database.session()
    func statistics(mostExactSizes: Int) async throws -> JSONValue? {
      let reading = PostgresFaultReading(
        parameters: try PostgresParameters(database.source()), deadlines: .collection)
      let reader = CatalogReader(
        connection: session, version: ServerVersion(number: 150_000), logger: .silent, reading: reading,
        mostExactSizes: mostExactSizes)
      return try await reader.read(schemas: ["sized"]).first?.statistics
    }
    let exact = try await statistics(mostExactSizes: 1)
    let estimated = try await statistics(mostExactSizes: 0)
    await session.close()
    #expect(exact?["sizeIsEstimate"] == nil)
    #expect(estimated?["sizeIsEstimate"] == true)
    let exactBytes = try #require(exact?["totalBytes"]?.doubleValue)
    let estimatedBytes = try #require(estimated?["totalBytes"]?.doubleValue)
    #expect(exactBytes > 1_000_000)
    #expect((0.8...1.0).contains(estimatedBytes / exactBytes))
  }
}
