import Contracts
import Domain
import JSON

extension CatalogChangeSet: Audited {
  var auditSubject: AuditSubject { .changeSet(id, endpoint: endpointID) }

  var auditMembers: JSONObject {
    var members: JSONObject = [
      "id": .string(id.lowercased), "endpointId": .string(endpointID.lowercased),
      "runId": .string(runID.lowercased), "state": .string(state.rawValue), "missing": .int(Int64(missing)),
      "live": .int(Int64(live)),
    ]
    members["marked"] = marked.map { .int(Int64($0)) }
    members["note"] = note.map { .string($0) }
    return members
  }
}
