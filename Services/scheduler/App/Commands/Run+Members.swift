import Contracts
import Domain
import Foundation
import JSON

extension Run {
  /// The members of the run's JSON object, as ``MessageCodec`` writes them.
  var members: JSONObject {
    var members: JSONObject = ["attempt": .int(Int64(attempt))]
    members["batchID"] = batchID.map { .string($0.uuidString) }
    members["collectionID"] = collectionID.map { .string($0.uuidString) }
    members["completedAt"] = completedAt.map { .string(Timestamp.format($0)) }
    members["endpointID"] = .string(endpointID.uuidString)
    members["error"] = error.map { .string($0) }
    members["errorCode"] = errorCode.map { .string($0) }
    members["executor"] = executor.map { .string($0) }
    members["filters"] = filters
    members["id"] = .string(id.uuidString)
    members["kind"] = .string(kind.rawValue)
    members["replayOf"] = replayOf.map { .string($0.uuidString) }
    members["requestedAt"] = .string(Timestamp.format(requestedAt))
    members["requestedBy"] = requestedBy.map { .string($0) }
    members["scheduledFor"] = scheduledFor.map { .string(Timestamp.format($0)) }
    members["startedAt"] = startedAt.map { .string(Timestamp.format($0)) }
    members["stats"] = stats
    members["status"] = .string(status.rawValue)
    members["trigger"] = .string(trigger.rawValue)
    return members
  }
}
