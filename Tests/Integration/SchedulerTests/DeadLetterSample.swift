import AMQP
import Contracts
import Foundation
import Messaging
import Storage
import Synchronization
import TestSupport
import Testing

/// Messages that become dead letters, and where they are found; their senders tell them apart.
enum DeadLetterSample {
  static func publisher(_ platform: SchedulerPlatform) throws -> RawPublisher {
    let owner = platform.broker.configuration()
    return try RawPublisher(
      port: owner.port, virtualHost: owner.virtualHost, username: owner.username, password: owner.password)
  }

  static func command(from sender: String, type: String = "collection.trigger.v9") -> RawMessage {
    var message = RawMessage(body: Array(#"{"requestedBy":"test"}"#.utf8))
    message.messageID = Array(UUID.v7().lowercased.utf8)
    message.type = Array(type.utf8)
    message.appID = Array(sender.utf8)
    return message
  }

  static func letters(from sender: String, _ platform: SchedulerPlatform) async throws -> [DeadLetter] {
    try await DeadLetterQueries.list(DeadLetterFilter(), page: Page(first: 500), in: platform.owner)
      .filter { $0.appID == sender }
  }

  /// - Returns: the only dead letter of the sender, once it is there.
  static func letter(
    from sender: String, within limit: Duration = .seconds(20), _ platform: SchedulerPlatform
  ) async throws -> DeadLetter {
    try await eventually(within: limit, "the message of \(sender) is filed") {
      try await !letters(from: sender, platform).isEmpty
    }
    let found = try await letters(from: sender, platform)
    #expect(found.count == 1)
    return try #require(found.first)
  }
}

/// Gives every delivery back until it is told to stop, then takes them.
final class ExhaustingConsumer: Sendable {
  private struct State {
    var isStopped = false
    var taken: Set<UUID> = []
  }

  private let state = Mutex(State())

  var taken: Set<UUID> { state.withLock(\.taken) }

  func stop() { state.withLock { $0.isStopped = true } }

  func handle(_ delivery: AMQPDelivery) async {
    guard state.withLock(\.isStopped) else { return await delivery.reject(requeue: true) }
    if let trigger = try? Envelope(delivery.message).decode(RunTriggered.self) {
      state.withLock { _ = $0.taken.insert(trigger.runID) }
    }
    await delivery.ack()
  }
}
