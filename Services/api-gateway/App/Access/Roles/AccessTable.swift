import Domain

/// Who may do what: the least role for every root field and for every type. What is not listed is denied.
///
/// The roles are those of the contract: a viewer reads everything but audit and keys, an operator also starts,
/// stops and pauses work, an admin does the rest.
enum AccessTable {
  static let queries: [String: Role] = [
    "health": .viewer, "executors": .viewer,
    "endpoints": .viewer, "endpoint": .viewer, "endpointBySourceId": .viewer, "endpointTemplates": .viewer,
    "metadataEndpoints": .viewer, "metadataEndpoint": .viewer,
    "collections": .viewer, "collection": .viewer, "backfill": .viewer, "upcomingFires": .viewer,
    "collectionRuns": .viewer, "collectionRun": .viewer, "runConnection": .viewer,
    "metadataCollectionRuns": .viewer,
    "catalogDatasets": .viewer, "catalogDatasetConnection": .viewer, "dataset": .viewer,
    "metadataDataset": .viewer, "catalogDatasetPreview": .viewer,
    "catalogChangeSets": .viewer, "catalogChangeSet": .viewer,
    "journal": .viewer,
    "webhooks": .viewer, "webhook": .viewer, "webhookDeliveries": .viewer,
    "deadLetters": .viewer, "deadLetter": .viewer, "deadLetterGroups": .viewer,
    "apiKeys": .admin, "auditLog": .admin,
  ]

  static let mutations: [String: Role] = [
    "registerEndpoint": .admin, "updateEndpoint": .admin, "deleteEndpoint": .admin, "testEndpoint": .admin,
    "createCollection": .admin, "updateCollection": .admin, "deleteCollection": .admin,
    "triggerCollection": .operator, "triggerEndpointCollection": .operator,
    "triggerMetadataCollection": .operator,
    "cancelRun": .operator, "pauseCollection": .operator, "resumeCollection": .operator,
    "pauseCollections": .operator, "resumeCollections": .operator, "backfillCollection": .operator,
    "cancelBackfill": .operator,
    "applyCatalogChangeSet": .operator, "rejectCatalogChangeSet": .operator,
    "replayRun": .operator, "replayMessage": .admin, "replayMessages": .admin,
    "createWebhook": .admin, "updateWebhook": .admin, "deleteWebhook": .admin, "testWebhook": .admin,
    "redeliverWebhook": .admin,
    "redriveDeadLetter": .admin, "discardDeadLetter": .admin, "redriveDeadLetters": .admin,
    "discardDeadLetters": .admin,
    "createApiKey": .admin, "revokeApiKey": .admin,
  ]

  static let subscriptions: [String: Role] = ["runChanged": .viewer]

  /// The least role for what is not GraphQL.
  static let routes: [String: Role] = [RunBundleRoute.path: .operator]

  /// The types whose fields may be read once their object has been reached.
  static let types: [String: Role] = [
    "Health": .viewer, "Executor": .viewer, "PageInfo": .viewer,
    "MetadataEndpoint": .viewer, "EndpointHealthChange": .viewer, "MetadataEndpointTemplate": .viewer,
    "MetadataEndpointField": .viewer, "TestResult": .viewer, "Diagnostic": .viewer,
    "MetadataCollection": .viewer, "Schedule": .viewer, "Backfill": .viewer, "UpcomingFire": .viewer,
    "MetadataCollectionRun": .viewer, "RunTransition": .viewer, "RunActivity": .viewer,
    "RunLogLine": .viewer,
    "RunConnection": .viewer, "RunEdge": .viewer, "JournalMessage": .viewer,
    "ReplayedMessages": .viewer,
    "CatalogDataset": .viewer, "CatalogDatasetField": .viewer, "CatalogDatasetProfile": .viewer,
    "CatalogDatasetPreview": .viewer, "CatalogDatasetVersion": .viewer, "CatalogDatasetConnection": .viewer,
    "CatalogDatasetEdge": .viewer, "CatalogChangeSet": .viewer,
    "IngestionUnitConfig": .viewer, "IngestionStatus": .viewer, "JiraIngestionFilter": .viewer,
    "Webhook": .viewer, "WebhookDelivery": .viewer, "WebhookCreated": .admin, "WebhookTestResult": .admin,
    "DeadLetter": .viewer, "DeadLetterGroup": .viewer, "BulkOutcome": .admin,
    "ApiKey": .admin, "ApiKeyCreated": .admin, "AuditEntry": .admin,
  ]

  /// The least role that may use a field; nil for one that nobody may.
  static func leastRole(for type: String, _ field: String) -> Role? {
    switch type {
    case "Query": queries[field]
    case "Mutation": mutations[field]
    case "Subscription": subscriptions[field]
    default: types[type]
    }
  }
}
