import Contracts
import Domain
import JSON

extension Endpoint: Audited {
  var auditSubject: AuditSubject { .endpoint(id) }

  var auditMembers: JSONObject {
    var members: JSONObject = ["id": .string(id.lowercased), "sourceId": .string(sourceID)]
    members["projectId"] = projectID.map { .string($0) }
    members["name"] = .string(name)
    members["description"] = description.map { .string($0) }
    members["verb"] = .string(verb)
    members["url"] = .string(url)
    members["authPolicy"] = authPolicy.map { .string($0) }
    members["domain"] = domain.map { .string($0) }
    members["labels"] = .array(labels.map { .string($0) })
    members["config"] = maskedConfig
    members["capabilities"] = capabilities.map { .array($0.map { .string($0) }) }
    members["isEnabled"] = .bool(isEnabled)
    return members
  }
}
