import Contracts
import Domain
import JSON

extension Webhook: Audited {
  var auditSubject: AuditSubject { .webhook(id, endpoint: endpointID) }

  var auditMembers: JSONObject {
    var members: JSONObject = [
      "id": .string(id.lowercased), "name": .string(name), "url": .string(url),
      "outcomes": .array(outcomes.map { .string($0.rawValue) }), "isEnabled": .bool(isEnabled),
    ]
    members["kinds"] = kinds.map { .array($0.map { .string($0.rawValue) }) }
    members["endpointId"] = endpointID.map { .string($0.lowercased) }
    members["collectionId"] = collectionID.map { .string($0.lowercased) }
    return members
  }
}

extension WebhookDelivery: Audited {
  var auditSubject: AuditSubject { .webhookDelivery(id) }

  var auditMembers: JSONObject {
    var members: JSONObject = [
      "id": .string(id.lowercased), "webhookId": .string(webhookID.lowercased),
      "status": .string(status.rawValue),
      "attempts": .int(Int64(attempts)),
    ]
    members["runId"] = runID.map { .string($0.lowercased) }
    return members
  }
}
