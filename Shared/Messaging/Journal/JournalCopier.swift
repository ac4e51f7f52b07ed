import AMQP
import Contracts
import Foundation
import Logging

/// Sends the journal its copies of messages that do not come from an outbox. There the relay does.
public struct JournalCopier: Sendable {
  private let client: AMQPClient
  private let logger: Logger

  private static let timeout = Duration.seconds(2)
  /// Bytes of headers that the copy has more than the message.
  private static let roomForExchange = 256

  public init(client: AMQPClient, logger: Logger) {
    self.client = client
    self.logger = logger
  }

  /// The message is what counts: a copy that cannot be sent is let go.
  /// - Parameter exchange: where the message itself went.
  /// - Returns: whether the journal has it, by a copy or because its stream is bound to the exchange.
  @discardableResult
  public func copy(_ message: AMQPMessage, of exchange: Exchange, routingKey: String) async -> Bool {
    guard exchange.journalWay == .copied else { return exchange.journalWay == .bound }
    // What came from anywhere may be longer than it may be sent.
    var copy = message
    copy.properties = message.properties.fitted(leaving: Self.roomForExchange).properties
    copy.properties.expiration = nil
    // The journal's index is to come out the same whenever it is built.
    copy.properties.timestamp = copy.properties.timestamp ?? Date()
    do {
      try await client.publish(
        isolated: AMQPOutgoing(
          copy.journalCopy(of: exchange), exchange: Exchange.journal.rawValue, routingKey: routingKey,
          timeout: Self.timeout))
      return true
    } catch {
      logger.debug("a message was not copied to the journal", metadata: ["error": "\(error)"])
      return false
    }
  }
}
