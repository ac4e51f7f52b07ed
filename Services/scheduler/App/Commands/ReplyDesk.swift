import AMQP
import Contracts
import Logging
import Messaging
import ServiceRuntime

/// Sends replies.
struct ReplyDesk: Sendable {
  let client: AMQPClient
  let appID: String
  let logger: Logger

  private static let timeout = Duration.seconds(5)

  /// Returns when the broker has the replies or it is clear that it does not get them: a command whose reply was
  /// lost is answered from the log when it comes again.
  func send(_ replies: [(reply: EncodedReply, address: ReplyAddress)]) async {
    let results = await client.publish(batch: replies.map { message($0.reply, to: $0.address) })
    for case .failure(let error) in results {
      logger.debug("Reply not sent.", metadata: [LogKey.error: "\(error)"])
    }
  }

  private func message(_ reply: EncodedReply, to address: ReplyAddress) -> AMQPOutgoing {
    let envelope = Envelope(
      type: .commandReplied, correlationID: address.correlationID, causationID: address.commandID,
      traceparent: address.traceparent, appID: appID, body: [UInt8](reply.text.utf8))
    return AMQPOutgoing(
      envelope.amqpMessage, exchange: Exchange.replies.rawValue, routingKey: address.replyTo, mandatory: false,
      timeout: Self.timeout)
  }
}
