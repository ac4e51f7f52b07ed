import Contracts
import Domain
import JSON

extension Run: Audited {
  var auditSubject: AuditSubject { .run(id, endpoint: endpointID) }

  var auditMembers: JSONObject {
    var members: JSONObject = ["runId": .string(id.lowercased), "status": .string(status.rawValue)]
    members["collectionId"] = collectionID.map { .string($0.lowercased) }
    members["errorCode"] = errorCode.map { .string($0) }
    return members
  }
}
