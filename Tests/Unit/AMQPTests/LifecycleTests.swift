import Testing

@testable import AMQP

@Suite("The life of a connection")
struct ConnectionLifecycleTests {
  private static let lost = AMQPError(.connectionLost, operation: "receive")
  private static let refused = AMQPError(.authenticationFailed, operation: "connect")

  @Test("connects, and connects again with growing pauses until it is stopped")
  func transcript() {
    var life = ConnectionLifecycle(
      backoff: AMQPBackoff(minimum: .milliseconds(100), maximum: .seconds(1)))
    #expect(life.start() == .connect)
    #expect(life.start() == .none)
    #expect(life.failed(Self.lost, jitter: 1) == .retry(after: .milliseconds(100)))
    #expect(life.failed(Self.lost, jitter: 1) == .none)
    #expect(life.retryDue() == .connect)
    #expect(life.failed(Self.lost, jitter: 1) == .retry(after: .milliseconds(200)))
    #expect(life.retryDue() == .connect)
    life.connected()
    #expect(life.state == .open)
    #expect(life.failed(Self.lost, jitter: 0) == .retry(after: .milliseconds(50)))
    #expect(life.retryDue() == .connect)
    #expect(life.failed(Self.refused, jitter: 1) == .retry(after: .seconds(1)))
    #expect(life.stop() == .finish)
    #expect(life.retryDue() == .none)
    #expect(life.start() == .none)
  }

  @Test("says goodbye only when it is open")
  func goodbye() {
    var life = ConnectionLifecycle(backoff: AMQPBackoff())
    _ = life.start()
    life.connected()
    #expect(life.stop() == .sendClose)
    #expect(life.stop() == .none)
    #expect(life.failed(Self.lost, jitter: 0) == .finish)
    #expect(life.state == .closed)
    var unstarted = ConnectionLifecycle(backoff: AMQPBackoff())
    #expect(unstarted.stop() == .finish)
  }

  @Test("pauses stay within their range and never shrink")
  func backoff() {
    let backoff = AMQPBackoff()
    for jitter in [0, 0.3, 1] {
      let pauses = (1...200).map { backoff.pause(afterAttempt: $0, jitter: jitter) }
      #expect(pauses.allSatisfy { $0 >= .milliseconds(50) && $0 <= .seconds(5) })
      #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
    }
    #expect(backoff.pause(afterAttempt: .max, jitter: 1) == .seconds(5))
  }
}

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

@Suite("The life of a consumer")
struct ConsumerLifecycleTests {
  private static func consuming() -> ConsumerLifecycle {
    var life = ConsumerLifecycle(backoff: AMQPBackoff(minimum: .seconds(1), maximum: .seconds(4)))
    #expect(life.connectionUp() == .open)
    life.consumeOK()
    #expect(life.state == .consuming)
    return life
  }

  @Test("is rebuilt with growing pauses after each failure")
  func rebuilding() {
    var life = Self.consuming()
    #expect(life.failed(jitter: 1) == .retry(after: .seconds(1)))
    #expect(life.failed(jitter: 1) == .none)
    #expect(life.retryDue() == .open)
    #expect(life.failed(jitter: 1) == .retry(after: .seconds(2)))
    #expect(life.retryDue() == .open)
    life.consumeOK()
    #expect(life.failed(jitter: 1) == .retry(after: .seconds(1)))
    #expect(life.connectionDown() == .none)
    #expect(life.retryDue() == .none)
    #expect(life.connectionUp() == .open)
  }

  @Test("keeps its channel after a cancellation until every delivery is settled")
  func cancelling() {
    var life = Self.consuming()
    life.delivered()
    life.delivered()
    #expect(life.cancel() == .sendCancel)
    #expect(life.cancel() == .none)
    #expect(life.settled() == .none)
    #expect(life.cancelOK() == .finishDeliveries)
    #expect(life.settled() == .end)
    #expect(life.state == .ended)
  }

  @Test("ends at once when nothing is in flight, not open, or lost while it is cancelled")
  func ending() {
    var idle = Self.consuming()
    #expect(idle.cancel() == .sendCancel)
    #expect(idle.cancelOK() == .end)
    var waiting = ConsumerLifecycle(backoff: AMQPBackoff())
    #expect(waiting.cancel() == .end)
    #expect(waiting.connectionUp() == .none)
    var lost = Self.consuming()
    lost.delivered()
    #expect(lost.cancel() == .sendCancel)
    #expect(lost.connectionDown() == .end)
    var closed = Self.consuming()
    #expect(closed.cancel() == .sendCancel)
    #expect(closed.failed(jitter: 0) == .end)
    #expect(closed.retryDue() == .none)
  }
}

@Suite("Channel numbers")
struct ChannelNumbersTests {
  @Test("start at 2, end at the broker's limit and are used again once given back")
  func numbers() {
    var numbers = ChannelNumbers(channelMax: 4)
    #expect([numbers.take(), numbers.take(), numbers.take(), numbers.take()] == [2, 3, 4, nil])
    numbers.give(back: 3)
    #expect(numbers.take() == 3)
    #expect(numbers.take() == nil)
  }
}
