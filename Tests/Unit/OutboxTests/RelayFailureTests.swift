import AMQP
import Testing

@testable import Outbox

@Suite struct RelayFailureTests {
  @Test(
    "Only what the broker did with the message itself speaks against its queue",
    arguments: [
      (AMQPError(.timedOut, operation: "publish", isOutcomeUnknown: true), RelayFailure.silent),
      (AMQPError(.nacked, operation: "publish"), .silent),
      (AMQPError(.unroutable, operation: "publish"), .unroutable),
      // Never written: it waited behind others.
      (AMQPError(.timedOut, operation: "publish"), .unavailable),
      (AMQPError(.blocked, operation: "publish", isOutcomeUnknown: true), .unavailable),
      (AMQPError(.connectionLost, operation: "publish", isOutcomeUnknown: true), .unavailable),
      (AMQPError(.notConnected, operation: "publish"), .unavailable),
    ])
  func failures(_ error: AMQPError, _ failure: RelayFailure) {
    #expect(RelayFailure(error) == failure)
  }
}
