import AMQP
import Contracts
import Foundation
import JSON
import Logging
import Messaging
import ServiceRuntime

/// Answers short requests that belong to no endpoint: connection tests.
struct RequestConsumer: Sendable {
  /// Requests in hand at once.
  static let prefetch = 16

  let client: AMQPClient
  let tester: ConnectionTester
  let deadLetters: DeadLetterOffice
  /// The process, as the answers name their sender.
  let name: String
  let logger: Logger

  func handle(_ delivery: AMQPDelivery) async {
    let envelope: Envelope
    let request: TestEndpoint
    do throws(EnvelopeError) {
      try delivery.checkTries()
      envelope = try Envelope(delivery.message)
      guard envelope.type == .endpointTest else {
        throw EnvelopeError(.wrongQueue, reason: "\(envelope.type.rawValue) is no request to executors")
      }
      request = try envelope.decode()
    } catch {
      await deadLetters.file(delivery, from: Queue.requests.name, error)
      return
    }
    await answer(envelope, CommandReply.of(await tester.test(request)))
    await delivery.ack()
  }

  private func answer(_ request: Envelope, _ reply: CommandReply) async {
    guard let replyTo = request.replyTo else { return }
    do {
      let envelope = Envelope(
        type: CommandReply.type, correlationID: request.correlationID, causationID: request.messageID,
        traceparent: request.traceparent, appID: name, body: try MessageCodec.encode(reply))
      try await client.publish(envelope, to: .replies, routingKey: replyTo, mandatory: false)
    } catch {
      // The caller meets its deadline and may ask again.
      logger.warning("answer not sent", metadata: [LogKey.error: "\(error)"])
    }
  }
}
