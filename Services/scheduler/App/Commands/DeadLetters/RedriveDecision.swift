import Contracts
import Domain
import Foundation
import JSON
import Storage

/// Decides whether a dead letter can be sent again.
enum RedriveDecision {
  /// What is to be known beside the dead letter itself.
  struct Facts: Sendable {
    /// Endpoints that are there, of those whose queues are meant.
    var liveEndpoints: Set<UUID> = []
    /// Commands that were answered, by their ids.
    var answered: Set<String> = []
  }

  static let longestBody = FilingDecision.bodyLimit

  /// - Parameter isEdited: whether another body than the stored one is sent.
  /// - Throws: a refusal that says what can be done instead.
  static func decide(_ letter: DeadLetter, isEdited: Bool, facts: Facts) throws(Refusal) {
    try checkWaiting(letter)
    guard let exchange = letter.exchange.flatMap(Exchange.init(rawValue:)), let key = letter.routingKey else {
      throw .invalid(
        "id",
        letter.queue.hasPrefix("nucleus.replies.")
          ? "nobody waits for this reply any more; it can only be discarded"
          : "nothing says where the message was first sent; it can only be discarded")
    }
    if exchange == .triggers, UUID(uuidString: key).map(facts.liveEndpoints.contains) != true {
      throw Refusal(
        .endpointNotFound,
        "the endpoint \(key.lowercased()) has been deleted, and its queue with it; discard the message")
    }
    // Another body is another command, by the intent of whoever wrote it.
    if exchange == .commands, !isEdited, let id = letter.messageID,
      letter.wasAnswered || facts.answered.contains(id)
    {
      throw .invalid(
        "id", "the command \(id) was carried out or refused before it ended here; discard it, or ask anew")
    }
    guard isEdited || letter.body.isWhole(storing: FilingDecision.bodyLimit) else {
      throw .invalid(
        "body",
        "only the first \(FilingDecision.bodyLimit) of \(letter.body.size) bytes are stored; give a body")
    }
  }

  static func checkWaiting(_ letter: DeadLetter) throws(Refusal) {
    let by = letter.decidedBy.map { " by \($0)" } ?? ""
    let at = letter.decidedAt.map { " at \(Timestamp.format($0))" } ?? ""
    switch letter.status {
    case .waiting: return
    case .redriven:
      let message = letter.redrivenAs.map { " as the message \($0.lowercased)" } ?? ""
      throw Refusal(.messageNotFound, "the dead letter was sent again\(by)\(at)\(message)", field: "id")
    case .discarded:
      throw Refusal(.messageNotFound, "the dead letter was discarded\(by)\(at)", field: "id")
    }
  }

  /// What an operator wants to have sent instead.
  static func checkEdit(_ command: RedriveDeadLetter) throws(Refusal) {
    if let type = command.messageType, MessageType(rawValue: type) == nil {
      throw .invalid("type", "must be a message that this release knows, such as collection.trigger.v1")
    }
    guard let body = command.body else { return }
    guard body.utf8.count <= longestBody else {
      throw .invalid("body", "must be at most \(longestBody) bytes long")
    }
    guard (try? JSONValue(parsing: body))?.objectValue != nil else {
      throw .invalid("body", "must be a JSON object")
    }
  }

  static func notFound(_ id: UUID) -> Refusal {
    Refusal(.messageNotFound, "no dead letter has the id \(id.lowercased)", field: "id")
  }
}

extension DeadLetterBody {
  /// Whether all of it was stored, which may be more than was read.
  fileprivate func isWhole(storing limit: Int) -> Bool { size <= limit }
}
