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
  private static let attempts = 4
  /// How long a lost connection is waited for before another attempt.
  private static let reconnectTime = Duration.seconds(2)

  /// Sends replies, again where the connection was lost under them.
  /// - Returns: for each, whether the broker has taken it.
  func send(_ replies: [(reply: EncodedReply, address: ReplyAddress)]) async -> [Bool] {
    var isSent = Array(repeating: false, count: replies.count)
    var open = Array(replies.indices)
    for attempt in 1...Self.attempts {
      let results = await client.publish(
        batch: open.map { message(replies[$0].reply, to: replies[$0].address) })
      var failed: [Int] = []
      for (index, result) in zip(open, results) {
        switch result {
        case .success: isSent[index] = true
        case .failure(let error):
          logger.debug("Reply not sent.", metadata: [LogKey.error: "\(error)"])
          if error.isRetriable { failed.append(index) }
        }
      }
      open = failed
      guard !open.isEmpty, attempt < Self.attempts else { break }
      guard (try? await client.waitUntilConnected(timeout: Self.reconnectTime)) != nil else { break }
    }
    return isSent
  }

  private func message(_ reply: EncodedReply, to address: ReplyAddress) -> AMQPOutgoing {
    let envelope = Envelope(
      type: .commandReplied, correlationID: address.correlationID, causationID: address.commandID,
      traceparent: address.traceparent, appID: appID, body: [UInt8](reply.text.utf8))
    return AMQPOutgoing(
      envelope.amqpMessage, exchange: Exchange.replies.rawValue, routingKey: address.replyTo,
      mandatory: false,
      timeout: Self.timeout)
  }
}
