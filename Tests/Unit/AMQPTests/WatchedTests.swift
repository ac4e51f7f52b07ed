import Testing

@testable import AMQP

@Suite("A watched value", .timeLimit(.minutes(3)))
struct WatchedTests {
  @Test("wakes every waiter whose condition is met")
  func wakes() async {
    let watched = Watched(0)
    await withTaskGroup(of: Int?.self) { group in
      for target in 1...20 {
        group.addTask { await watched.first(within: .seconds(30)) { $0 >= target } }
      }
      for _ in 1...20 {
        watched.update { $0 += 1 }
        await Task.yield()
      }
      for await value in group { #expect(value.map { (1...20).contains($0) } == true) }
    }
    #expect(await watched.first(within: .zero) { $0 == 20 } == 20)
  }

  @Test("gives up at the deadline and on cancellation")
  func givesUp() async {
    let watched = Watched(false)
    #expect(await watched.first(within: .milliseconds(20)) { $0 } == nil)
    let waiting = Task { await watched.first(within: .seconds(60)) { $0 } }
    waiting.cancel()
    #expect(await waiting.value == nil)
    watched.update { $0 = true }
    #expect(await watched.first(within: .seconds(30)) { $0 } == true)
  }
}
