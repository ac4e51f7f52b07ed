import AMQP
import Contracts
import Domain
import Foundation
import Logging
import Metrics

/// Puts away messages that cannot be understood or have been tried too often, with the reason, so that they block
/// nobody (R15). A delivery is acknowledged only once its dead letter is in safe hands.
///
/// Each dead letter is published on a channel of its own: a queue of dead letters that does not answer, or a broker that
/// forbids it, holds up nothing else.
public struct DeadLetterOffice: Sendable {
  /// Where a dead letter goes that the broker does not take.
  public typealias Shelf = @Sendable (AMQPMessage) async throws -> Void

  private let client: AMQPClient
  private let shelf: Shelf?
  private let logger: Logger
  private let notTaken = Counter(label: "nucleus.dead_letters.not_taken")
  private let tooMany = dropped("too_many")
  private let unplaced = dropped("not_taken")
  private let broadcasts: BroadcastAllowance

  private static let timeout = Duration.seconds(5)
  private static let triesBeforeBroker = 4
  /// How long a full socket or a lost connection is waited for, and between looks.
  private static let patience = Duration.seconds(3)
  private static let recheckInterval = Duration.milliseconds(50)
  /// Between the tries of one message: by the process, and as often as its queue delivers it.
  private static let backoff = Backoff(initial: .milliseconds(250), cap: .seconds(5), jitter: 0.2)

  /// - Parameter shelf: the way past the broker, for a process that has one.
  public init(client: AMQPClient, shelf: Shelf? = nil, logger: Logger) {
    self.client = client
    self.shelf = shelf
    self.logger = logger
    broadcasts = BroadcastAllowance()
  }

  /// Moves a delivery to the dead letters and settles it.
  ///
  /// Where nobody takes it after some tries, a queue that dead-letters by itself is told to do so: the broker then keeps
  /// the message until it can, which it looks for every few minutes. Otherwise the delivery goes back after a pause;
  /// shortly before its queue would drop it, it is held and tried again and again instead.
  public func file(_ delivery: AMQPDelivery, from queue: String, _ error: EnvelopeError) async {
    let letter = deadLetter(of: delivery, from: queue, error)
    let isLeftToBroker = Queue.deadLettersByItself(queue)
    var failures = 0
    while true {
      if await isTaken(letter, queue, error) { return await delivery.ack() }
      failures += 1
      if isLeftToBroker, failures == Self.triesBeforeBroker { return await delivery.reject(requeue: false) }
      let tries = max(failures, delivery.deliveriesBefore + 1)
      let isUndisturbed = (try? await Task.sleep(for: Self.backoff.delay(beforeRetry: tries))) != nil
      guard isUndisturbed, isLeftToBroker || delivery.deliveriesBefore >= Queue.triesOfSharedQueues else {
        break
      }
    }
    await delivery.reject(requeue: !isLeftToBroker)
  }

  /// Moves a message that is only a hint, to this process or to many at once, to the dead letters as far as that goes, and
  /// acknowledges it. All who hear a broadcast file it; the scheduler makes one of the copies.
  public func file(hint delivery: AMQPDelivery, from queue: String, _ error: EnvelopeError) async {
    if broadcasts.take() {
      if await !isTaken(deadLetter(of: delivery, from: queue, error), queue, error) { unplaced.increment() }
    } else {
      tooMany.increment()
      logger.debug("too many poison hints to file", metadata: ["queue": "\(queue)"])
    }
    await delivery.ack()
  }

  private static func dropped(_ cause: String) -> Counter {
    Counter(label: "nucleus.dead_letters.dropped", dimensions: [("cause", cause)])
  }

  private func deadLetter(
    of delivery: AMQPDelivery, from queue: String, _ error: EnvelopeError
  ) -> AMQPMessage {
    Self.deadLetter(
      of: delivery.message, exchange: delivery.exchange, routingKey: delivery.routingKey, queue: queue,
      error: error, isRedelivered: delivery.isRedelivered, id: UUID.v7().lowercased)
  }

  private func isTaken(_ letter: AMQPMessage, _ queue: String, _ why: EnvelopeError) async -> Bool {
    let metadata: Logger.Metadata = ["queue": "\(queue)", "reason": "\(why.reason)"]
    do throws(AMQPError) {
      try await publish(letter)
      logger.warning("message put to the dead letters", metadata: metadata)
      return true
    } catch {
      notTaken.increment()
      logger.warning("dead letter not taken", metadata: ["queue": "\(queue)", "error": "\(error)"])
    }
    guard let shelf else { return false }
    do {
      try await shelf(letter)
      logger.warning("dead letter filed past the broker", metadata: metadata)
      return true
    } catch {
      logger.warning("dead letter not filed", metadata: ["queue": "\(queue)", "error": "\(error)"])
      return false
    }
  }

  /// Large messages fill the socket for a moment, and then no other is written beside them.
  private func publish(_ letter: AMQPMessage) async throws(AMQPError) {
    let deadline = ContinuousClock.now + Self.patience
    while let error = await failure(of: letter) {
      guard [.blocked, .notConnected].contains(error.code), .now < deadline, !Task.isCancelled else {
        throw error
      }
      try? await Task.sleep(for: Self.recheckInterval)
    }
  }

  private func failure(of letter: AMQPMessage) async -> AMQPError? {
    do throws(AMQPError) {
      try await client.publish(
        isolated: AMQPOutgoing(
          letter, exchange: Exchange.dead.rawValue, routingKey: "", mandatory: true, timeout: Self.timeout))
      return nil
    } catch {
      return error
    }
  }
}
