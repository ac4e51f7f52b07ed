import Contracts
import Domain
import JSON

extension APIKey: Audited {
  var auditSubject: AuditSubject { .apiKey(id) }

  var auditMembers: JSONObject {
    var members: JSONObject = [
      "id": .string(id.lowercased), "name": .string(name), "role": .string(role.rawValue),
      "createdAt": .string(Timestamp.format(createdAt)),
    ]
    members["expiresAt"] = expiresAt.map { .string(Timestamp.format($0)) }
    members["revokedAt"] = revokedAt.map { .string(Timestamp.format($0)) }
    return members
  }
}
