import Contracts
import Domain
import Foundation
import JSON
import Storage

extension NewAuditEntry {
  /// What became of a command.
  init(_ envelope: Envelope, requestedBy: String, change: AuditChange, reply: CommandReply) {
    self.init(
      envelope, requestedBy: requestedBy, subject: change.subject, outcome: Self.outcome(of: reply))
    before = change.before
    after = change.after
  }

  init(_ envelope: Envelope, requestedBy: String, subject: AuditSubject?, outcome: String) {
    self.init(
      actor: envelope.actor ?? .unnamed(requestedBy), action: envelope.type.rawValue,
      objectType: subject?.kind.rawValue, objectID: subject?.id?.lowercased, endpointID: subject?.endpointID,
      outcome: outcome, correlationID: envelope.correlationID)
  }

  /// What became of a trigger: the run it made is what there is afterwards.
  init(_ request: TriggerRequest, _ answer: TriggerRounds.Answer) {
    let subject: AuditSubject =
      switch request.target {
      case .collection(let id): .collection(id)
      case .endpoint(let id): .endpoint(id)
      }
    self.init(
      actor: request.actor, action: request.type.rawValue, objectType: subject.kind.rawValue,
      objectID: subject.id?.lowercased, endpointID: subject.endpointID, outcome: AuditEntry.done,
      correlationID: request.cause.correlationID)
    switch answer {
    case .refused(let refusal): outcome = refusal.code.rawValue
    case .made(let run):
      endpointID = run.endpointID
      var members: JSONObject = ["runId": .string(run.id.lowercased)]
      members["collectionId"] = run.collectionID.map { .string($0.lowercased) }
      members["filters"] = run.filters.map(Redactor().redact)
      after = .object(members)
    }
  }

  private static func outcome(of reply: CommandReply) -> String {
    switch reply {
    case .done: AuditEntry.done
    case .refused(let refusal): refusal.code.rawValue
    case .unavailable: ErrorCode.unavailable.rawValue
    }
  }
}

extension Contracts.Actor {
  /// The sender did not say on whose behalf it acts.
  static func unnamed(_ name: String) -> Contracts.Actor {
    Contracts.Actor(keyID: "unknown", name: name, role: "")
  }
}
