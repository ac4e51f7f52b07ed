import Testing

@testable import AMQP

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
