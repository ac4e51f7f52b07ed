import AMQP
import Contracts
import Logging
import Messaging
import ServiceRuntime

/// Sends replies, those that are ready at the same time as one batch.
struct ReplyDesk: Sendable {
  private let outgoing: Coalescer<AMQPOutgoing, Void>
  private let appID: String
  private let logger: Logger

  private static let timeout = Duration.seconds(5)

  init(client: AMQPClient, appID: String, logger: Logger) {
    outgoing = Coalescer(maxBatchSize: 256, maxInFlight: 2) { batch in
      await client.publish(batch: batch).map { $0.mapError { $0 } }
    }
    self.appID = appID
    self.logger = logger
  }

  /// Returns when the broker has the reply or it is clear that it does not get it: a command whose reply was
  /// lost is answered from the log when it comes again.
  func send(_ reply: EncodedReply, to command: Envelope) async {
    guard let address = command.replyTo else { return }
    let envelope = Envelope(
      type: .commandReplied, correlationID: command.correlationID, causationID: command.messageID,
      traceparent: command.traceparent, appID: appID, body: [UInt8](reply.text.utf8))
    let message = AMQPOutgoing(
      envelope.amqpMessage, exchange: Exchange.replies.rawValue, routingKey: address, mandatory: false,
      timeout: Self.timeout)
    do {
      try await outgoing.submit(message)
    } catch {
      logger.debug(
        "Reply not sent.", metadata: [LogKey.error: "\(error)", LogKey.messageID: "\(command.messageID)"])
    }
  }
}
