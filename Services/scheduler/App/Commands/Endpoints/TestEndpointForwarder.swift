import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Logging
import Messaging
import Postgres
import ServiceRuntime
import Storage

/// Passes connection tests on to an executor, which answers the caller itself: only executors can open sealed
/// credentials.
struct TestEndpointForwarder: Sendable {
  let client: AMQPClient
  let database: PostgresPool
  let appID: String
  let logger: Logger

  func forward(_ command: TestEndpoint, _ envelope: Envelope) async -> CommandAnswer {
    var forwarded = envelope
    forwarded.messageID = UUID.v7().lowercased
    forwarded.causationID = envelope.messageID
    forwarded.appID = appID
    forwarded.expirationMilliseconds = remainingMilliseconds(of: envelope)
    // Before the fact: nothing is tried that the audit log does not know of.
    guard await audit(command, envelope, AuditEntry.forwarded) else {
      return .send(EncodedReply(unavailable: "the database cannot be reached or is busy"))
    }
    do {
      try await client.publish(
        forwarded, to: .requests, routingKey: RoutingKey.executor, mandatory: true, timeout: .seconds(5))
      return .passedOn
    } catch {
      logger.debug("Connection test not passed on.", metadata: [LogKey.error: "\(error)"])
      _ = await audit(command, envelope, ErrorCode.unavailable.rawValue)
      return .send(EncodedReply(unavailable: "no executor can be reached"))
    }
  }

  /// A test that is asked for again is made again, so each time has its entry.
  /// - Returns: whether it was written.
  private func audit(_ command: TestEndpoint, _ envelope: Envelope, _ outcome: String) async -> Bool {
    var entry = NewAuditEntry(
      envelope, requestedBy: command.requestedBy, subject: nil, outcome: outcome)
    entry.after = Redactor().redact(
      .object([
        "templateId": .string(command.kind), "parameters": command.parameters,
        "credentials": .array(command.sealed.keys.sorted().map { .string($0) }),
      ]))
    do {
      try await AuditStore.add([entry], to: database)
      return true
    } catch {
      logger.debug("Connection test not audited.", metadata: [LogKey.error: "\(error)"])
      return false
    }
  }

  /// The broker's timestamps count whole seconds, and clocks differ: a rest that makes no sense is not used.
  private func remainingMilliseconds(of envelope: Envelope) -> Int? {
    guard let granted = envelope.expirationMilliseconds else { return nil }
    let elapsed = Int(Date().timeIntervalSince(envelope.timestamp) * 1_000) - 1_000
    return (0..<granted).contains(elapsed) ? granted - elapsed : granted
  }
}
