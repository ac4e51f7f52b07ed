import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

/// Pauses or resumes the schedules of all collections whose endpoint carries some labels.
struct LabelledCollections: Sendable {
  let labels: [String]
  let endpointID: UUID?
  let note: String?

  /// More are refused: a change of that size should be made in steps that somebody looks at.
  static let maximum = 1_000

  var subject: AuditSubject { .collection(nil, endpoint: endpointID) }

  func apply(
    _ decision: PauseDecision, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let found = try await CollectionStore.lock(
      labels: labels, endpoint: endpointID, isPaused: decision == .resume, limit: Self.maximum + 1,
      in: transaction)
    guard found.count <= Self.maximum else {
      throw Refusal.invalid(
        "labels", "mean more than \(Self.maximum) collections; name another label as well")
    }
    let pausing = CollectionPausing(cause: cause, transaction: transaction)
    let (changed, messages) = try await pausing.apply(decision, to: found)
    var change = AuditChange(subject)
    change.after = [
      "labels": .array(labels.map { .string($0) }),
      "collectionIds": .array(changed.map { .string($0.id.lowercased) }),
    ]
    change.note("note", note)
    return CommandEffect(
      result: try JSONValue(parsing: MessageCodec.encode(changed)), change: change, messages: messages)
  }
}
