import Testing

@testable import Scheduler

@Suite struct InFlightWorkTests {
  @Test func drainingWaitsForWorkInFlight() async {
    let work = InFlightWork()
    let (gate, open) = AsyncStream.makeStream(of: Void.self)
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let (events, record) = AsyncStream.makeStream(of: String.self)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await work.run {
          start.yield()
          for await _ in gate { break }
          record.yield("done")
        }
      }
      for await _ in started { break }
      group.addTask {
        await work.drain()
        record.yield("drained")
      }
      for _ in 0..<100 { await Task.yield() }
      open.yield()
    }
    record.finish()
    #expect(await events.reduce(into: []) { $0.append($1) } == ["done", "drained"])
  }

  @Test func nothingInFlightDrainsAtOnce() async {
    let work = InFlightWork()
    await work.drain()
    await work.run {}
    await work.drain()
  }
}
