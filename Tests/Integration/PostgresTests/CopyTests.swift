import Postgres
import TestSupport
import Testing

@Suite(.databaseServer(port: 25733), .timeLimit(.minutes(2))) struct CopyTests {
  private struct OwnError: Error {}

  private func rows(
    _ count: Int, failingAt bad: Int? = nil
  ) -> AsyncThrowingStream<[UInt8], any Error> {
    var next = 0
    let produce: () throws -> [UInt8]? = {
      defer { next += 1 }
      if next == bad { throw OwnError() }
      return next < count ? CopyRow([next, "row\t\(next)\\", next % 7 == 0 ? nil : "x"]).bytes : nil
    }
    let source = Source(produce)
    return AsyncThrowingStream { try await source.next() }
  }

  private actor Source {
    private let produce: () throws -> [UInt8]?
    init(_ produce: sending @escaping () throws -> [UInt8]?) { self.produce = produce }
    func next() throws -> [UInt8]? { try produce() }
  }

  private func table(_ name: String) async throws -> PostgresConnection {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    try await connection.execute("create table \(identifier: name) (n int8, t text, o text)")
    return connection
  }

  @Test func aHundredThousandRowsInAndOut() async throws {
    let connection = try await table("many")
    #expect(try await connection.copyIn("copy many from stdin", rows: rows(100_000)) == 100_000)
    let row = try await connection.query("select t, o from many where n = \(777)")[0]
    #expect(try row.decode("t") == "row\t777\\")
    #expect(try row.decode("o", as: String?.self) == nil)
    var lines = 0
    var bytes = 0
    var chunks = 0
    for try await chunk in connection.copyOut("copy (select * from many order by n) to stdout") {
      #expect(chunk.last == UInt8(ascii: "\n"))
      lines += chunk.count { $0 == UInt8(ascii: "\n") }
      bytes += chunk.count
      chunks += 1
    }
    #expect(lines == 100_000)
    #expect(chunks > 10 && bytes / chunks < 100_000)
    #expect(try await connection.query("select count(*) as n from many")[0].decode("n") == 100_000)
  }

  @Test func anErrorOfTheSourceAbortsTheCopy() async throws {
    let connection = try await table("aborted")
    await #expect(throws: OwnError.self) {
      _ = try await connection.copyIn("copy aborted from stdin", rows: rows(50_000, failingAt: 20_000))
    }
    #expect(connection.isUsable)
    #expect(try await connection.query("select count(*) as n from aborted")[0].decode("n") == 0)
  }

  @Test func anErrorOfTheServerEndsTheCopy() async throws {
    let connection = try await table("refused")
    try await connection.execute("alter table refused add constraint small check (n < 1000)")
    let error = try await failure {
      try await connection.copyIn("copy refused from stdin", rows: rows(50_000))
    }
    #expect(error.sqlState == .checkViolation)
    #expect(error.constraint == "small")
    #expect(try await connection.query("select count(*) as n from refused")[0].decode("n") == 0)
  }

  @Test func wrongUsesAreRefusedAndHarmless() async throws {
    let connection = try await table("misused")
    #expect(
      try await failure { try await connection.copyIn("copy nowhere from stdin", rows: rows(1)) }.sqlState
        == .undefinedTable)
    #expect(
      try await failure { try await connection.copyIn("select \(1)", rows: rows(1)) }.code
        == .invalidStatement)
    #expect(
      try await failure { try await connection.copyIn("select 1", rows: rows(1)) }.code == .invalidStatement)
    #expect(
      try await failure { for try await _ in connection.copyOut("copy nowhere to stdout") {} }.sqlState
        == .undefinedTable)
    #expect(try await connection.query("select 1").count == 1)
  }

  @Test func aCopyInsideATransactionIsRolledBackWithIt() async throws {
    let connection = try await table("inside")
    await #expect(throws: OwnError.self) {
      try await connection.transaction { transaction in
        #expect(try await transaction.copyIn("copy inside from stdin", rows: rows(10)) == 10)
        throw OwnError()
      }
    }
    #expect(try await connection.query("select count(*) as n from inside")[0].decode("n") == 0)
  }

  @Test func aStreamLeftEarlyCancelsTheCopy() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    for try await _ in connection.copyOut("copy (select generate_series(1, 50000000)) to stdout") { break }
    let start = ContinuousClock.now
    #expect(try await connection.query("select 1").count == 1)
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func readingIsNoFasterThanItsConsumer() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let connection = try await database.connect { $0.applicationName = "slow reader" }
    let observer = try await database.connect()
    var iterator = connection.copyOut(
      "copy (select repeat('x', 1000) from generate_series(1, 1000000)) to stdout"
    )
    .makeAsyncIterator()
    #expect(try await iterator.next() != nil)
    // The server has filled the buffers of the network and waits for us.
    try await eventually("the server waits for its client") {
      try await observer.query(
        "select 1 from pg_stat_activity where application_name = 'slow reader' and wait_event = 'ClientWrite'"
      ).count == 1
    }
    await connection.close()
  }

  @Test func cancellingTheTaskEndsACopyIn() async throws {
    let connection = try await table("interrupted")
    let (stream, source) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let task = Task { try await connection.copyIn("copy interrupted from stdin", rows: stream) }
    for number in 0..<20_000 { source.yield(CopyRow([number, "t", nil]).bytes) }
    task.cancel()
    _ = try? await task.value
    try await eventually("the connection is usable or closed") {
      if !connection.isUsable { return true }
      return try await connection.query("select 1").count == 1
    }
    let observer = try await PrivateDatabase.ofThisSuite.connect()
    #expect(try await observer.query("select count(*) as n from interrupted")[0].decode("n") == 0)
  }

  /// Streams of the standard library end without an error when the task that reads them is cancelled.
  @Test func rowsThatEndWithTheTaskAreNotAllThereAre() async throws {
    let connection = try await table("cut_off")
    let error = try await failure {
      try await Task {
        let rows = AsyncThrowingStream<[UInt8], any Error> {
          withUnsafeCurrentTask { $0?.cancel() }
          return CopyRow([1, "t", nil]).bytes
        }
        return try await connection.copyIn("copy cut_off from stdin", rows: rows)
      }.value
    }
    #expect(error.code == .cancelled)
    let observer = try await PrivateDatabase.ofThisSuite.connect()
    #expect(try await observer.query("select count(*) as n from cut_off")[0].decode("n") == 0)
  }

  @Test func copiesHaveADeadline() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    let error = try await failure {
      for try await _ in connection.copyOut(
        "copy (select pg_sleep(60)) to stdout", timeout: .milliseconds(200))
      {}
    }
    #expect(error.code == .statementTimeout)
    #expect(try await connection.query("select 1").count == 1)
  }
}
