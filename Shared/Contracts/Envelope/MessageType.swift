/// The name and major version of a message, as the AMQP property `type` spells it: `run.triggered.v1`.
///
/// Changes inside a version are additive: readers ignore fields they do not know.
public enum MessageType: String, Sendable, Codable, CaseIterable {
  // Commands: gateway → scheduler.
  case endpointRegister = "endpoint.register.v1"
  case endpointUpdate = "endpoint.update.v1"
  case endpointDelete = "endpoint.delete.v1"
  case endpointTest = "endpoint.test.v1"
  case endpointTrigger = "endpoint.trigger.v1"
  case collectionCreate = "collection.create.v1"
  case collectionUpdate = "collection.update.v1"
  case collectionDelete = "collection.delete.v1"
  case collectionTrigger = "collection.trigger.v1"
  case collectionPause = "collection.pause.v1"
  case collectionResume = "collection.resume.v1"
  case collectionsPause = "collections.pause.v1"
  case collectionsResume = "collections.resume.v1"
  case collectionBackfill = "collection.backfill.v1"
  case backfillCancel = "backfill.cancel.v1"
  case runCancel = "run.cancel.v1"
  case changeSetApply = "change-set.apply.v1"
  case changeSetReject = "change-set.reject.v1"
  case apiKeyCreate = "api-key.create.v1"
  case apiKeyRevoke = "api-key.revoke.v1"
  case apiKeyTouch = "api-key.touch.v1"
  case auditRecord = "audit.record.v1"
  // Answers: scheduler or executor → gateway.
  case commandReplied = "command.replied.v1"
  // Triggers: scheduler → the executor of one endpoint.
  case runTriggered = "run.triggered.v1"
  // Control: to all executors at once.
  case runCancelled = "run.cancelled.v1"
  case executorHeartbeat = "executor.heartbeat.v1"
  // Events: what has happened, to whom it may concern.
  case runQueued = "run.queued.v1"
  case runStarted = "run.started.v1"
  case runSucceeded = "run.succeeded.v1"
  case runFailed = "run.failed.v1"
  case runSkipped = "run.skipped.v1"
  case endpointRegistered = "endpoint.registered.v1"
  case endpointUpdated = "endpoint.updated.v1"
  case endpointDeleted = "endpoint.deleted.v1"
  case endpointHealthChanged = "endpoint.health-changed.v1"
  case collectionCreated = "collection.created.v1"
  case collectionUpdated = "collection.updated.v1"
  case collectionDeleted = "collection.deleted.v1"
  case changeSetProposed = "change-set.proposed.v1"
  case changeSetApplied = "change-set.applied.v1"
  case changeSetRejected = "change-set.rejected.v1"
  case apiKeyCreated = "api-key.created.v1"
  case apiKeyRevoked = "api-key.revoked.v1"
}
