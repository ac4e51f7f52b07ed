import Testing

@testable import AMQP

@Suite("The publish pipeline")
struct PublishPipelineTests {
  private static let now = ContinuousClock.now

  private static func item(
    _ token: Int, exchange: String = "x", after seconds: Int = 60
  ) -> PublishPipeline<Int>.Item {
    .init(
      outgoing: AMQPOutgoing(AMQPMessage(body: []), exchange: exchange, routingKey: "\(token)"),
      deadline: now + .seconds(seconds), token: token)
  }

  private static func open(window: Int = 10) -> PublishPipeline<Int> {
    var pipeline = PublishPipeline<Int>(window: window)
    pipeline.connected()
    pipeline.channelReady()
    return pipeline
  }

  private static func writeAll(_ pipeline: inout PublishPipeline<Int>) -> [String] {
    var keys: [String] = []
    while let next = pipeline.next() { keys.append(next.routingKey) }
    return keys
  }

  @Test("refuses at once without a connection and waits for the channel with one")
  func readiness() {
    var pipeline = PublishPipeline<Int>(window: 10)
    #expect(pipeline.enqueue(Self.item(1))?.error?.code == .notConnected)
    pipeline.connected()
    #expect(pipeline.enqueue(Self.item(2)) == nil)
    #expect(pipeline.next() == nil)
    pipeline.channelReady()
    #expect(pipeline.epoch == 1)
    #expect(Self.writeAll(&pipeline) == ["2"])
  }

  @Test("writes in order, never more than the window unconfirmed")
  func window() {
    var pipeline = Self.open(window: 2)
    for token in 1...5 { #expect(pipeline.enqueue(Self.item(token)) == nil) }
    #expect(Self.writeAll(&pipeline) == ["1", "2"])
    #expect(pipeline.confirmed(tag: 1, isMultiple: false, isPositive: true).map(\.token) == [1])
    #expect(Self.writeAll(&pipeline) == ["3"])
    #expect(pipeline.confirmed(tag: 3, isMultiple: true, isPositive: true).map(\.token) == [2, 3])
    #expect(Self.writeAll(&pipeline) == ["4", "5"])
    #expect(pipeline.outstanding == 2)
  }

  @Test("stops writing while blocked; callers whose time is up learn of the block")
  func blocked() {
    var pipeline = Self.open()
    _ = pipeline.enqueue(Self.item(1, after: 5))
    #expect(Self.writeAll(&pipeline) == ["1"])
    pipeline.blocked()
    _ = pipeline.enqueue(Self.item(2, after: 5))
    _ = pipeline.enqueue(Self.item(3, after: 50))
    #expect(Self.writeAll(&pipeline).isEmpty)
    #expect(pipeline.nextDeadline == Self.now + .seconds(5))
    let expired = pipeline.expire(at: Self.now + .seconds(5))
    #expect(expired.map(\.token).sorted() == [1, 2])
    #expect(expired.allSatisfy { $0.error?.code == .blocked })
    #expect(expired.first { $0.token == 1 }?.error?.isOutcomeUnknown == true)
    #expect(expired.first { $0.token == 2 }?.error?.isOutcomeUnknown == false)
    pipeline.unblocked()
    #expect(Self.writeAll(&pipeline) == ["3"])
    #expect(pipeline.confirmed(tag: 2, isMultiple: true, isPositive: true).map(\.token) == [3])
  }

  @Test("gives the broker's code only to messages for the exchange it names, and goes on afterwards")
  func channelClosed() {
    var pipeline = Self.open()
    _ = pipeline.enqueue(Self.item(1))
    _ = pipeline.enqueue(Self.item(2, exchange: "missing"))
    #expect(Self.writeAll(&pipeline).count == 2)
    _ = pipeline.enqueue(Self.item(3))
    let failed = pipeline.channelClosed(
      CloseReason(replyCode: 404, text: "NOT_FOUND - no exchange 'missing' in vhost '/'"))
    #expect(failed.map(\.token) == [1, 2])
    #expect(failed.map { $0.error?.code } == [.channelClosed, .notFound])
    #expect(failed.map { $0.error?.isOutcomeUnknown } == [true, false])
    #expect(pipeline.next() == nil)
    pipeline.channelReady()
    #expect(pipeline.epoch == 2)
    #expect(Self.writeAll(&pipeline) == ["3"])
    #expect(pipeline.confirmed(tag: 1, isMultiple: false, isPositive: true).map(\.token) == [3])
  }

  @Test("fails everything with the connection: written messages with an unknown outcome")
  func connectionLost() {
    var pipeline = Self.open(window: 1)
    _ = pipeline.enqueue(Self.item(1))
    _ = pipeline.enqueue(Self.item(2))
    #expect(Self.writeAll(&pipeline) == ["1"])
    let failed = pipeline.connectionLost(AMQPError(.connectionLost, operation: "receive"))
    #expect(failed.map(\.token) == [1, 2])
    #expect(failed.map { $0.error?.code } == [.connectionLost, .notConnected])
    #expect(failed.map { $0.error?.isOutcomeUnknown } == [true, false])
    #expect(pipeline.enqueue(Self.item(3))?.error?.code == .notConnected)
  }
}
