import Contracts
import Foundation
import JSON

extension GoldenMessage {
  private static let endpoint = UUID(uuidString: "01900000-0000-7000-8000-000000000001") ?? UUID()
  private static let collection = UUID(uuidString: "01900000-0000-7000-8000-000000000002") ?? UUID()
  private static let run = UUID(uuidString: "01900000-0000-7000-8000-000000000003") ?? UUID()
  private static let key = UUID(uuidString: "01900000-0000-7000-8000-000000000004") ?? UUID()
  private static let noon = Date(timeIntervalSince1970: 1_767_268_800.125)

  static let all: [GoldenMessage] =
    commands + replies + [
      GoldenMessage(.runTriggered, RunTriggered(runID: run, endpointID: endpoint)),
      GoldenMessage(
        .executorHeartbeat,
        ExecutorHeartbeat(
          executorID: key, name: "run-executor-1@host", isActive: true, asks: false, startedAt: noon,
          endpoints: 100,
          runs: 3)),
      GoldenMessage(.runCancelled, RunCancelled(runID: run, endpointID: endpoint, fence: 2)),
    ] + schedules + runEvents + configurationEvents + changeSets + access + webhooks + deadLetters

  private static var commands: [GoldenMessage] {
    var update = UpdateEndpoint(endpointID: endpoint, requestedBy: "admin")
    update.name = .set("orders")
    update.description = .cleared
    update.config = .set(
      .init(kind: "postgres", parameters: ["host": "db"], sealed: ["password": "nsl1.k.e.c"], dropped: []))
    update.isEnabled = .set(false)
    var change = UpdateCollection(collectionID: collection, requestedBy: "admin")
    change.scheduleCron = .cleared
    change.schedule = .set(ScheduleInput(intervalSeconds: 300, timezone: "UTC"))
    change.isEnabled = .set(true)
    return [
      GoldenMessage(
        .endpointRegister,
        RegisterEndpoint(
          endpointID: endpoint, requestedBy: "admin", sourceID: "orders", name: "Orders", labels: ["eu"],
          kind: "postgres", parameters: ["host": "db", "port": 5432], sealed: ["password": "nsl1.k.e.c"],
          capabilities: ["collect"])),
      GoldenMessage(.endpointUpdate, update),
      GoldenMessage(.endpointDelete, DeleteEndpoint(endpointID: endpoint, requestedBy: "admin")),
      GoldenMessage(
        .endpointTest,
        TestEndpoint(
          testID: run, requestedBy: "admin", kind: "postgres", parameters: ["host": "db"],
          sealed: ["password": "nsl1.k.e.c"])),
      GoldenMessage(
        .endpointTrigger,
        TriggerEndpoint(endpointID: endpoint, requestedBy: "admin", schemaOverride: ["public"])),
      GoldenMessage(
        .collectionCreate,
        CreateCollection(
          endpointID: endpoint, requestedBy: "admin", name: "nightly", scheduleCron: "0 3 * * *",
          scheduleTimezone: "Europe/Berlin", filters: ["tables": ["a"]])),
      GoldenMessage(.collectionUpdate, change),
      GoldenMessage(.collectionDelete, DeleteCollection(collectionID: collection, requestedBy: "admin")),
      GoldenMessage(
        .collectionTrigger,
        TriggerCollection(collectionID: collection, requestedBy: "admin", filters: ["x": 1])),
    ]
  }

  private static var schedules: [GoldenMessage] {
    [
      GoldenMessage(
        .collectionPause, PauseCollection(collectionID: collection, requestedBy: "admin", note: "migration")),
      GoldenMessage(.collectionResume, ResumeCollection(collectionID: collection, requestedBy: "admin")),
      GoldenMessage(.collectionsPause, PauseCollections(requestedBy: "admin", labels: ["eu"], note: "move")),
      GoldenMessage(
        .collectionsResume,
        ResumeCollections(requestedBy: "admin", labels: ["eu", "erp"], endpointID: endpoint)),
      GoldenMessage(
        .collectionBackfill,
        BackfillCollection(
          collectionID: collection, requestedBy: "admin", from: noon, to: noon.addingTimeInterval(3_600))),
      GoldenMessage(.backfillCancel, CancelBackfill(backfillID: key, requestedBy: "admin")),
      GoldenMessage(.runCancel, CancelRun(runID: run, requestedBy: "admin")),
      GoldenMessage(
        .runReplay,
        ReplayRun(
          runID: run, requestedBy: "admin", filters: .set(["database": "sales"]), schemaOverride: ["public"])),
      GoldenMessage(
        .messageReplay,
        ReplayMessage(
          messageID: key.lowercased, requestedBy: "admin", body: ["runID": .string(run.uuidString)])),
      GoldenMessage(
        .messagesReplay,
        ReplayMessages(
          endpointID: endpoint, from: noon, to: noon.addingTimeInterval(60), messageType: "run.triggered.v1",
          expectedCount: 3, requestedBy: "admin")),
    ]
  }

  private static var replies: [GoldenMessage] {
    [
      GoldenMessage(.commandReplied, suffix: ".done", CommandReply.done(result: true)),
      GoldenMessage(
        .commandReplied, suffix: ".refused",
        CommandReply.refused(
          Refusal(.collectionInProgress, "a run is active", runID: run))),
      GoldenMessage(
        .commandReplied, suffix: ".unavailable", CommandReply.unavailable(message: "the database is away")),
    ]
  }

  private static var runEvents: [GoldenMessage] {
    [
      (MessageType.runQueued, "QUEUED", nil), (.runStarted, "RUNNING", nil),
      (.runSucceeded, "SUCCEEDED", nil),
      (.runFailed, "FAILED", "E_RUN_TIMEOUT"), (.runSkipped, "SKIPPED", nil),
    ].map { type, status, code in
      GoldenMessage(
        type,
        RunEvent(
          runID: run, endpointID: endpoint, collectionID: collection, kind: "COLLECTION", status: status,
          attempt: 1, errorCode: code, at: noon))
    }
  }

  private static var configurationEvents: [GoldenMessage] {
    [MessageType.endpointRegistered, .endpointUpdated, .endpointDeleted].map {
      GoldenMessage($0, ConfigurationEvent(endpointID: endpoint, at: noon))
    }
      + [MessageType.collectionCreated, .collectionUpdated, .collectionDeleted].map {
        GoldenMessage($0, ConfigurationEvent(endpointID: endpoint, collectionID: collection, at: noon))
      }
  }

  private static var changeSets: [GoldenMessage] {
    [
      GoldenMessage(.changeSetApply, ApplyChangeSet(changeSetID: key, requestedBy: "admin")),
      GoldenMessage(
        .changeSetReject, RejectChangeSet(changeSetID: key, requestedBy: "admin", note: "a restore")),
    ]
      + [
        (MessageType.changeSetProposed, "PENDING"), (.changeSetApplied, "APPLIED"),
        (.changeSetRejected, "REJECTED"),
      ].map { type, state in
        GoldenMessage(
          type,
          ChangeSetEvent(
            changeSetID: key, endpointID: endpoint, runID: run, state: state, missing: 3, at: noon))
      }
  }

  private static var deadLetters: [GoldenMessage] {
    let filter = DeadLetterFilter(
      endpointID: endpoint, reason: .exhausted, queue: "nucleus.scheduler.commands",
      type: "collection.trigger.v1")
    return [
      GoldenMessage(
        .deadLetterRedrive,
        RedriveDeadLetter(
          deadLetterID: key, requestedBy: "admin", body: #"{"x":1}"#, messageType: "collection.trigger.v1")),
      GoldenMessage(
        .deadLetterDiscard, DiscardDeadLetter(deadLetterID: key, requestedBy: "admin", note: "a typing error")
      ),
      GoldenMessage(.deadLettersRedrive, RedriveDeadLetters(requestedBy: "admin", filter: filter)),
      GoldenMessage(
        .deadLettersDiscard, DiscardDeadLetters(requestedBy: "admin", filter: filter, note: "outdated")),
    ]
  }

  private static var access: [GoldenMessage] {
    [
      GoldenMessage(
        .endpointHealthChanged,
        EndpointHealthEvent(
          endpointID: endpoint, from: "DEGRADED", to: "UNAVAILABLE",
          reason: "5 runs in a row failed, the last one with E_UPSTREAM_ERROR", runID: run, at: noon)),
      GoldenMessage(
        .apiKeyCreate,
        CreateAPIKey(
          id: key, requestedBy: "admin", name: "Dashboard", role: "VIEWER",
          digest: String(repeating: "0f", count: 32), expiresAt: noon)),
      GoldenMessage(.apiKeyRevoke, RevokeAPIKey(id: key, requestedBy: "admin")),
      GoldenMessage(.apiKeyTouch, TouchAPIKeys(uses: [.init(id: key, at: noon)])),
      GoldenMessage(
        .auditRecord,
        RecordRefusal(
          mutation: "deleteEndpoint", objectID: endpoint.lowercased, outcome: "E_ROLE_FORBIDDEN")),
      GoldenMessage(.apiKeyCreated, APIKeyEvent(id: key)),
      GoldenMessage(.apiKeyRevoked, APIKeyEvent(id: key)),
    ]
  }

  private static var webhooks: [GoldenMessage] {
    var update = UpdateWebhook(webhookID: key, requestedBy: "admin")
    update.outcomes = .set(["FAILED", "SKIPPED"])
    update.kinds = .cleared
    update.isEnabled = .set(false)
    return [
      GoldenMessage(
        .webhookCreate,
        CreateWebhook(
          webhookID: key, requestedBy: "admin", name: "Pager", url: "https://example.com/hooks",
          sealedSecret: "nsl1.k.e.c", outcomes: ["FAILED"], kinds: ["COLLECTION"], endpointID: endpoint,
          collectionID: collection)),
      GoldenMessage(.webhookUpdate, update),
      GoldenMessage(.webhookDelete, DeleteWebhook(webhookID: key, requestedBy: "admin")),
      GoldenMessage(.webhookTest, TestWebhook(testID: run, webhookID: key, requestedBy: "admin")),
      GoldenMessage(.webhookRedeliver, RedeliverWebhook(deliveryID: run, requestedBy: "admin")),
      GoldenMessage(.webhookDeliver, DeliverWebhook(webhookID: key, fence: 3)),
    ]
  }
}
