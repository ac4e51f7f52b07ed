import AMQP
import Contracts
import Foundation
import JSON
import Logging
import Messaging
import ServiceRuntime

/// Answers short requests that belong to no endpoint's queue: tests of connections and of webhooks.
struct RequestConsumer: Sendable {
  /// Requests in hand at once.
  static let prefetch = 16

  let client: AMQPClient
  let tester: ConnectionTester
  let webhooks: WebhookTester
  let deadLetters: DeadLetterOffice
  /// The process, as the answers name their sender.
  let name: String
  let logger: Logger

  func handle(_ delivery: AMQPDelivery) async {
    do throws(EnvelopeError) {
      try delivery.checkTries()
      try await Envelope(delivery.message).processing(from: Queue.requests.name) {
        (request, _) async throws(EnvelopeError) in
        await answer(request, try await reply(to: request))
      }
    } catch {
      await deadLetters.file(delivery, from: Queue.requests.name, error)
      return
    }
    await delivery.ack()
  }

  private func reply(to envelope: Envelope) async throws(EnvelopeError) -> CommandReply {
    switch envelope.type {
    case .endpointTest: .of(await tester.test(try envelope.decode()))
    case .webhookTest: await webhooks.test(try envelope.decode())
    default: throw EnvelopeError(.wrongQueue, reason: "\(envelope.type.rawValue) is no request to executors")
    }
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
