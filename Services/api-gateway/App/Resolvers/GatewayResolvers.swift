import GraphQL

/// The resolvers of the whole schema.
enum GatewayResolvers {
  static let all: Resolvers = {
    var resolvers = Resolvers()
    let parts = [
      HealthResolvers.add, ExecutorResolvers.add, EndpointQueryResolvers.add, CollectionQueryResolvers.add,
      RunQueryResolvers.add,
      CatalogQueryResolvers.add, EndpointMutationResolvers.add, CollectionMutationResolvers.add,
      TriggerMutationResolvers.add, LifecycleMutationResolvers.add, BackfillResolvers.add,
      ScheduleQueryResolvers.add,
      MetadataEndpointResolvers.add, MetadataEndpointTemplateResolvers.add,
      TestResultResolvers.add, MetadataCollectionResolvers.add, MetadataCollectionRunResolvers.add,
      RunConnectionResolvers.add, CatalogDatasetResolvers.add, CatalogDatasetConnectionResolvers.add,
      CatalogChangeSetResolvers.add, JournalResolvers.add, ReplayMutationResolvers.add,
      WebhookResolvers.add, WebhookMutationResolvers.add,
      DeadLetterResolvers.add, DeadLetterMutationResolvers.add,
      PageInfoSource.addResolvers, RunSubscriptionResolvers.add,
      APIKeyResolvers.add, AuditResolvers.add,
    ]
    for add in parts { add(&resolvers) }
    return resolvers
  }()

  /// The same, with every field held to the caller's role.
  static var guarded: Resolvers {
    var resolvers = all
    resolvers.enforceRoles()
    return resolvers
  }
}
