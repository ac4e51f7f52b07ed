import Contracts
import Domain
import Foundation
import JSON
import ServiceRuntime
import Storage

/// The bundle as its readers get it: docs/debugging.md says what stands where.
extension RunBundle {
  /// - Parameter maker: the gateway that made it.
  func json(madeBy maker: String, at now: Date) -> JSONValue {
    // No part holds a secret by itself; what people typed into names, filters and URLs is looked through all the same.
    let redactor = Redactor()
    func clean(_ value: JSONValue) -> JSONValue { redactor.redact(value) }
    return [
      "schema": "nucleus.run-bundle", "schemaVersion": .int(Self.schemaVersion), "madeAt": Self.time(now),
      "madeBy": .string(maker), "version": .string(NucleusVersion.current),
      "run": clean(runJSON),
      "transitions": .array(transitions.map { Self.json($0, redactor) }),
      "activities": clean(.array(activities.map(Self.json))),
      "logs": clean(.array(logs.map(Self.json))),
      "messages": .array(messages.map { Self.json($0, redactor) }),
      "messagesTruncated": .bool(messageCount > messages.count),
      "endpoint": endpoint.map { Self.json($0, health, redactor) } ?? .null,
      "collection": collection.map { clean(Self.json($0)) } ?? .null,
      "settings": endpoint.map { EffectiveRunSettings(endpoint: $0).json } ?? .null,
      "settingsAsOf": Self.time(readAt), "settingsChangedSinceStart": .bool(settingsHaveChanged),
      "health": .array(healthChanges.map { Self.json($0, redactor) }),
      "processes": [
        "executors": .array(executors.map(Self.json)), "schedulers": .array(schedulers.map(Self.json)),
      ],
    ]
  }

  private var runJSON: JSONValue {
    [
      "id": Self.id(run.id), "kind": .string(run.kind.rawValue), "trigger": .string(run.trigger.rawValue),
      "status": .string(run.status.rawValue), "endpointId": Self.id(run.endpointID),
      "collectionId": run.collectionID.map(Self.id) ?? .null, "requestedBy": Self.text(run.requestedBy),
      "requestedAt": Self.time(run.requestedAt), "scheduledFor": Self.time(run.scheduledFor),
      "startedAt": Self.time(run.startedAt), "completedAt": Self.time(run.completedAt),
      "attempt": .int(Int64(run.attempt)), "executor": Self.text(run.executor),
      "errorCode": Self.text(run.errorCode), "error": Self.text(run.error), "filters": run.filters ?? .null,
      "stats": run.stats ?? .null, "batchId": run.batchID.map(Self.id) ?? .null,
      "replayOf": run.replayOf.map(Self.id) ?? .null,
    ]
  }

  private static func json(_ transition: RunTransition, _ redactor: Redactor) -> JSONValue {
    [
      "from": text(transition.from?.rawValue), "to": .string(transition.to.rawValue),
      "at": time(transition.at), "attempt": .int(Int64(transition.attempt)),
      "executor": text(transition.executor), "reason": text(transition.reason.map { clean($0, redactor) }),
      "actor": text(transition.actor),
    ]
  }

  private static func json(_ activity: RunActivity) -> JSONValue {
    [
      "name": .string(activity.name), "attempt": .int(Int64(activity.attempt)),
      "startedAt": time(activity.startedAt), "endedAt": time(activity.endedAt),
      "outcome": .string(activity.outcome.rawValue), "error": text(activity.error),
    ]
  }

  private static func json(_ line: RunLogLine) -> JSONValue {
    [
      "at": time(line.at), "level": .string(line.level.rawValue), "message": .string(line.message),
      "attempt": .int(Int64(line.attempt)), "executor": text(line.executor),
      "metadata": line.metadata ?? .null,
    ]
  }

  private static func json(_ message: Message, _ redactor: Redactor) -> JSONValue {
    let entry = message.entry
    return [
      "id": .string(entry.id), "offset": .int(entry.offset), "type": .string(entry.type),
      "exchange": .string(entry.exchange), "routingKey": .string(entry.routingKey),
      "publishedAt": time(entry.publishedAt), "sender": .string(entry.sender),
      "runId": entry.runID.map(id) ?? .null, "endpointId": entry.endpointID.map(id) ?? .null,
      "correlationId": text(entry.correlationID), "causationId": text(entry.causationID),
      "replayOf": text(entry.replayOf), "body": message.body.value.map { redactor.redact($0) } ?? .null,
      "bodyNote": text(message.body.note?.words),
    ]
  }

  private static func json(_ change: EndpointHealthChange, _ redactor: Redactor) -> JSONValue {
    [
      "at": time(change.at), "from": .string(change.from.rawValue), "to": .string(change.to.rawValue),
      "reason": .string(clean(change.reason, redactor)), "runId": change.runID.map(id) ?? .null,
    ]
  }

  /// The endpoint; of credentials it says that they are there, and nothing else.
  private static func json(_ endpoint: Endpoint, _ health: EndpointHealth, _ redactor: Redactor) -> JSONValue
  {
    var parameters = redactor.redact(endpoint.parameters).objectValue ?? [:]
    for field in endpoint.sealedFields { parameters[field] = "sealed" }
    let members: JSONValue = [
      "id": id(endpoint.id), "sourceId": .string(endpoint.sourceID), "name": .string(endpoint.name),
      "kind": .string(endpoint.kind), "url": .string(endpoint.url),
      "labels": .array(endpoint.labels.map { .string($0) }),
      "capabilities": endpoint.capabilities.map { .array($0.map { .string($0) }) } ?? .null,
      "isEnabled": .bool(endpoint.isEnabled), "health": .string(health.rawValue),
      "detectedVersion": text(endpoint.detectedVersion), "createdAt": time(endpoint.createdAt),
      "updatedAt": time(endpoint.updatedAt), "deletedAt": time(endpoint.deletedAt),
    ]
    var object = redactor.redact(members).objectValue ?? [:]
    object["parameters"] = .object(parameters)
    return .object(object)
  }

  private static func json(_ collection: MetadataCollection) -> JSONValue {
    [
      "id": id(collection.id), "name": .string(collection.name), "isEnabled": .bool(collection.isEnabled),
      "schedule": collection.schedule.map(json) ?? .null, "filters": collection.filters ?? .null,
      "createdAt": time(collection.createdAt), "updatedAt": time(collection.updatedAt),
      "deletedAt": time(collection.deletedAt),
    ]
  }

  private static func json(_ schedule: Schedule) -> JSONValue {
    [
      "cron": text(schedule.cron),
      "intervalSeconds": schedule.intervalSeconds.map { .int(Int64($0)) } ?? .null,
      "timezone": .string(schedule.timezone), "overlap": .string(schedule.overlap.rawValue),
      "catchupWindowSeconds": .int(Int64(schedule.catchupWindowSeconds)),
      "jitterSeconds": .int(Int64(schedule.jitterSeconds)), "startAt": time(schedule.startAt),
      "endAt": time(schedule.endAt), "isPaused": .bool(schedule.isPaused),
      "pauseNote": text(schedule.pauseNote),
      "pauseOnFailure": .bool(schedule.pausesOnFailure),
    ]
  }

  private static func json(_ start: ProcessStart) -> JSONValue {
    [
      "name": .string(start.name), "version": .string(start.version), "startedAt": time(start.startedAt),
      "settings": start.settings,
    ]
  }

  /// A reason that begins with an error code: `E_UPSTREAM_AUTH: …` looks like a key with its secret and is none.
  private static func clean(_ reason: String, _ redactor: Redactor) -> String {
    guard let end = reason.firstRange(of: ": "),
      let code = ErrorCode(rawValue: String(reason[..<end.lowerBound]))
    else { return redactor.redact(reason) }
    return "\(code.rawValue): \(redactor.redact(String(reason[end.upperBound...])))"
  }

  private static func id(_ id: UUID) -> JSONValue { .string(id.lowercased) }
  private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  private static func time(_ date: Date?) -> JSONValue { date.map { .string(Timestamp.format($0)) } ?? .null }
}
