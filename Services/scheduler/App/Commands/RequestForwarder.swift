import AMQP
import Contracts
import Domain
import Foundation
import Logging
import Messaging
import Postgres
import ServiceRuntime
import Storage

/// Passes a request on to an executor, which answers the caller itself: only executors can open what is sealed.
struct RequestForwarder: Sendable {
  let client: AMQPClient
  let copies: JournalCopier
  let database: PostgresPool
  let appID: String
  let logger: Logger

  private static let timeout = Duration.seconds(5)

  /// - Parameter entry: for the audit log. A request that is made again is passed on again, so each has its entry.
  func forward(_ envelope: Envelope, auditing entry: NewAuditEntry) async -> CommandAnswer {
    var forwarded = envelope
    let id = UUID.v7()
    forwarded.messageID = id.lowercased
    forwarded.causationID = envelope.messageID
    forwarded.appID = appID
    forwarded.expirationMilliseconds = remainingMilliseconds(of: envelope)
    // Before the fact: nothing is tried that the audit log does not know of.
    guard await audit(entry, AuditEntry.forwarded) else {
      return .send(EncodedReply(unavailable: "the database cannot be reached or is busy"))
    }
    do {
      try await client.publish(
        forwarded, to: .requests, routingKey: RoutingKey.executor, mandatory: true, timeout: Self.timeout)
    } catch {
      logger.debug(
        "Request not passed on.", metadata: [LogKey.error: "\(error)", "type": "\(envelope.type.rawValue)"])
      _ = await audit(entry, ErrorCode.unavailable.rawValue)
      return .send(EncodedReply(unavailable: "no executor can be reached"))
    }
    await copy(forwarded, id)
    return .passedOn
  }

  /// For the journal: the request is on its way, whatever becomes of its copy.
  private func copy(_ request: Envelope, _ id: UUID) async {
    guard await copies.copy(request.amqpMessage, of: .requests, routingKey: RoutingKey.executor) else {
      return
    }
    do {
      try await JournalPublished.note([id], by: appID, in: database)
    } catch {
      logger.debug("Request not counted.", metadata: [LogKey.error: "\(error)"])
    }
  }

  /// - Returns: whether it was written.
  private func audit(_ entry: NewAuditEntry, _ outcome: String) async -> Bool {
    var entry = entry
    entry.outcome = outcome
    do {
      try await AuditStore.add([entry], to: database)
      return true
    } catch {
      logger.debug("Request not audited.", metadata: [LogKey.error: "\(error)"])
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
