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
