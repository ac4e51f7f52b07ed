import Contracts
import Domain
import Foundation
import JSON
import Storage

/// The body of what a webhook is told: `type`, `timestamp`, `data`. It is made of rows that change no more, so every try
/// says the same.
enum WebhookPayload {
  /// Of the end of a run.
  static func run(_ task: WebhookSessions.Task, of target: WebhookSessions.Target) -> [UInt8] {
    let run = task.run
    var endpoint: JSONObject = ["id": .string(run.endpointID.lowercased)]
    endpoint["sourceId"] = .string(task.sourceID)
    endpoint["name"] = .string(task.endpointName)
    var collection = JSONValue.null
    if let id = run.collectionID {
      collection = .object([
        "id": .string(id.lowercased), "name": task.collectionName.map { .string($0) } ?? .null,
      ])
    }
    return encode(
      task.event, at: run.completedAt ?? run.requestedAt,
      [
        "webhook": view(of: target), "run": .object(members(of: run)), "endpoint": .object(endpoint),
        "collection": collection,
      ])
  }

  /// Of a test.
  static func test(of target: WebhookSessions.Target, at time: Date) -> [UInt8] {
    encode(.test, at: time, ["webhook": view(of: target), "test": true])
  }

  private static func members(of run: Run) -> JSONObject {
    var members: JSONObject = [
      "id": .string(run.id.lowercased), "kind": .string(run.kind.rawValue),
      "trigger": .string(run.trigger.rawValue), "status": .string(run.status.rawValue),
      "attempt": .int(Int64(run.attempt)), "requestedAt": .string(Timestamp.format(run.requestedAt)),
    ]
    members["requestedBy"] = run.requestedBy.map { .string($0) } ?? .null
    members["scheduledFor"] = time(run.scheduledFor)
    members["startedAt"] = time(run.startedAt)
    members["completedAt"] = time(run.completedAt)
    members["waitedMilliseconds"] = milliseconds(from: run.requestedAt, to: run.startedAt)
    members["durationMilliseconds"] = milliseconds(from: run.startedAt, to: run.completedAt)
    members["errorCode"] = run.errorCode.map { .string($0) } ?? .null
    // It was sanitised when it was stored; shapes of secrets are masked once more before it leaves the platform.
    members["error"] = run.error.map { .string(Redactor().sanitise($0)) } ?? .null
    members["batchId"] = run.batchID.map { .string($0.lowercased) } ?? .null
    members["replayOf"] = run.replayOf.map { .string($0.lowercased) } ?? .null
    return members
  }

  private static func view(of target: WebhookSessions.Target) -> JSONValue {
    ["id": .string(target.webhookID.lowercased), "name": .string(target.name)]
  }

  private static func encode(_ event: WebhookEvent, at time: Date, _ data: JSONObject) -> [UInt8] {
    JSONValue.object([
      "type": .string(event.rawValue), "timestamp": .string(Timestamp.format(time)), "data": .object(data),
    ]).encodedBytes
  }

  private static func time(_ date: Date?) -> JSONValue { date.map { .string(Timestamp.format($0)) } ?? .null }

  private static func milliseconds(from start: Date?, to end: Date?) -> JSONValue {
    guard let start, let end else { return .null }
    return .int(Int64(max(0, end.timeIntervalSince(start) * 1_000).rounded()))
  }
}
