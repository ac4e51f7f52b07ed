import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

/// Decides about all dead letters that match, the oldest first, a bounded number at a time.
enum BulkDecision {
  /// How many are decided about at a time.
  static let limit = 500

  static func check(_ filter: DeadLetterFilter) throws(Refusal) {
    guard !filter.isEmpty else {
      throw .invalid("endpointId", "give at least one of endpointId, reason, queue and type")
    }
  }

  /// - Parameters:
  ///   - selection: those of the ones that match about which this can be decided.
  ///   - rest: those of them that stay as they are; nil where there are none.
  ///   - decide: gets dead letters that are held, and returns the ids of those it has decided about.
  static func carryOut(
    _ filter: DeadLetterFilter, _ selection: DeadLetterSelection, rest: DeadLetterSelection? = nil,
    in transaction: PostgresConnection, _ decide: ([DeadLetter]) async throws -> [UUID]
  ) async throws -> (outcome: BulkOutcome, ids: [UUID]) {
    try check(filter)
    let letters = try await DeadLetterStore.lock(filter, selection, atMost: limit, in: transaction)
    let ids = letters.isEmpty ? [] : try await decide(letters)
    var outcome = BulkOutcome(done: ids.count, refused: 0, remaining: 0)
    outcome.remaining = try await DeadLetterStore.count(filter, selection, in: transaction)
    if let rest { outcome.refused = try await DeadLetterStore.count(filter, rest, in: transaction) }
    return (outcome, ids)
  }
}

extension BulkOutcome {
  /// As the audit log tells of it.
  /// - Parameter ids: of those that were decided about.
  func change(_ filter: DeadLetterFilter, ids: [UUID], note: String? = nil) -> AuditChange {
    var subject = AuditSubject.deadLetter(nil)
    subject.endpointID = filter.endpointID
    var change = AuditChange(subject)
    var members: JSONObject = ["done": .int(Int64(done)), "refused": .int(Int64(refused))]
    members["ids"] = .array(ids.map { .string($0.lowercased) })
    members["reason"] = filter.reason.map { .string($0.rawValue) }
    members["queue"] = filter.queue.map { .string(Redactor().sanitise($0)) }
    members["type"] = filter.type.map { .string(Redactor().sanitise($0)) }
    change.after = .object(members)
    change.note("note", note)
    return change
  }

  func effect(_ change: AuditChange) throws -> CommandEffect {
    CommandEffect(
      result: try JSONValue(parsing: MessageCodec.encode(self)), change: change, messages: [])
  }
}
