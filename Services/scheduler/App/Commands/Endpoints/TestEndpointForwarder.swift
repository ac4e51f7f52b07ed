import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import ServiceRuntime

/// Passes connection tests on to an executor, which answers the caller itself: only executors can open sealed
/// credentials.
struct TestEndpointForwarder: Sendable {
  let client: AMQPClient
  let appID: String
  let logger: Logger

  func forward(_ command: TestEndpoint, _ envelope: Envelope) async -> CommandAnswer {
    var forwarded = envelope
    forwarded.messageID = UUID.v7().lowercased
    forwarded.causationID = envelope.messageID
    forwarded.appID = appID
    forwarded.expirationMilliseconds = remainingMilliseconds(of: envelope)
    do {
      try await client.publish(
        forwarded, to: .requests, routingKey: RoutingKey.executor, mandatory: true, timeout: .seconds(5))
      return .passedOn
    } catch {
      logger.debug("Connection test not passed on.", metadata: [LogKey.error: "\(error)"])
      return .send(EncodedReply(unavailable: "no executor can be reached"))
    }
  }

  /// The broker's timestamps count whole seconds, and clocks differ: a rest that makes no sense is not used.
  private func remainingMilliseconds(of envelope: Envelope) -> Int? {
    guard let granted = envelope.expirationMilliseconds else { return nil }
    let elapsed = Int(Date().timeIntervalSince(envelope.timestamp) * 1_000) - 1_000
    return (0..<granted).contains(elapsed) ? granted - elapsed : granted
  }
}
