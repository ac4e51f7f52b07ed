import Testing

@testable import AMQP

@Suite("Heartbeats")
struct HeartbeatMonitorTests {
  @Test("keep the gap within half an interval and find a dead peer within two")
  func schedule() {
    let start = ContinuousClock.now
    var monitor = HeartbeatMonitor(interval: .seconds(8), now: start)
    #expect(monitor.checkInterval == .seconds(2))
    #expect(monitor.check(at: start + .seconds(1)) == .none)
    #expect(monitor.check(at: start + .seconds(2)) == .send)
    monitor.sent(at: start + .seconds(3))
    #expect(monitor.check(at: start + .seconds(4)) == .none)
    monitor.received(at: start + .seconds(4))
    monitor.sent(at: start + .seconds(16))
    #expect(monitor.check(at: start + .seconds(17)) == .none)
    #expect(monitor.check(at: start + .seconds(18)) == .giveUp)
  }
}
