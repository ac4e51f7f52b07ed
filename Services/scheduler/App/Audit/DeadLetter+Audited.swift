import Contracts
import JSON
import Storage

extension DeadLetter: Audited {
  var auditSubject: AuditSubject { .deadLetter(id, endpoint: endpointID) }

  /// Not the body: who may read the log need not see what was in a message.
  var auditMembers: JSONObject {
    var members: JSONObject = [
      "id": .string(id.lowercased), "queue": .string(queue), "reason": .string(reason.rawValue),
      "status": .string(status.rawValue),
    ]
    members["messageId"] = messageID.map { .string($0) }
    members["type"] = type.map { .string($0) }
    members["runId"] = runID.map { .string($0.lowercased) }
    return members
  }
}
