import Contracts
import Domain
import JSON

extension Backfill: Audited {
  var auditSubject: AuditSubject { .backfill(id) }

  var auditMembers: JSONObject {
    var members: JSONObject = [
      "id": .string(id.lowercased), "collectionId": .string(collectionID.lowercased),
      "from": .string(Timestamp.format(from)), "to": .string(Timestamp.format(to)),
      "total": .int(Int64(total)),
      "made": .int(Int64(made)), "state": .string(state.rawValue),
    ]
    members["endReason"] = endReason.map { .string($0) }
    return members
  }
}

extension BackfillStarted: Audited {
  var auditSubject: AuditSubject { .collection(backfill.collectionID) }
  var auditMembers: JSONObject { backfill.auditMembers }
}
