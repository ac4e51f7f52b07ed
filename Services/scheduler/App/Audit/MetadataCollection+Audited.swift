import Contracts
import Domain
import JSON

extension MetadataCollection: Audited {
  var auditSubject: AuditSubject { .collection(id, endpoint: endpointID) }

  var auditMembers: JSONObject {
    var members: JSONObject = [
      "id": .string(id.lowercased), "endpointId": .string(endpointID.lowercased), "name": .string(name),
      "isEnabled": .bool(isEnabled),
    ]
    members["schedule"] = schedule.map { .object($0.auditMembers) }
    members["filters"] = filters
    return members
  }
}

extension Schedule {
  fileprivate var auditMembers: JSONObject {
    var members: JSONObject = [:]
    members["cron"] = cron.map { .string($0) }
    members["intervalSeconds"] = intervalSeconds.map { .int(Int64($0)) }
    members["timezone"] = .string(timezone)
    members["overlap"] = .string(overlap.rawValue)
    members["catchupWindowSeconds"] = .int(Int64(catchupWindowSeconds))
    members["jitterSeconds"] = .int(Int64(jitterSeconds))
    members["startAt"] = startAt.map { .string(Timestamp.format($0)) }
    members["endAt"] = endAt.map { .string(Timestamp.format($0)) }
    members["paused"] = .bool(isPaused)
    members["pauseNote"] = pauseNote.map { .string($0) }
    members["pauseOnFailure"] = .bool(pausesOnFailure)
    return members
  }
}
