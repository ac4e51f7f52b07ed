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
  /// How many are looked at for that.
  static let scanLimit = 5_000

  static func check(_ filter: DeadLetterFilter) throws(Refusal) {
    guard !filter.isEmpty else {
      throw .invalid("endpointId", "give at least one of endpointId, reason, queue and type")
    }
  }

  /// - Parameter decide: gets dead letters that are held, and returns those it has decided about.
  static func carryOut(
    _ filter: DeadLetterFilter, in transaction: PostgresConnection,
    _ decide: ([DeadLetter]) async throws -> Int
  ) async throws -> BulkOutcome {
    try check(filter)
    var outcome = BulkOutcome(done: 0, refused: 0, remaining: 0)
    var scanned = 0
    var last: UUID?
    while outcome.done < limit, scanned < scanLimit {
      let size = limit - outcome.done
      let letters = try await DeadLetterStore.lock(filter, after: last, atMost: size, in: transaction)
      guard let end = letters.last else { break }
      let done = try await decide(letters)
      outcome.done += done
      outcome.refused += letters.count - done
      scanned += letters.count
      last = end.id
      if letters.count < size { break }
    }
    outcome.remaining = try await DeadLetterStore.count(filter, in: transaction)
    return outcome
  }
}

extension BulkOutcome {
  /// As the audit log tells of it.
  func change(_ filter: DeadLetterFilter, note: String? = nil) -> AuditChange {
    var subject = AuditSubject.deadLetter(nil)
    subject.endpointID = filter.endpointID
    var change = AuditChange(subject)
    var members: JSONObject = ["done": .int(Int64(done)), "refused": .int(Int64(refused))]
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
