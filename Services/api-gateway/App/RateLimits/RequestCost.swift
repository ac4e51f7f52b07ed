import GraphQL

/// What an operation takes from its caller's stocks.
struct RequestCost: Sendable, Equatable {
  /// Changes of any kind.
  var changes = 0
  /// Work that reaches into a source, makes a secret, or starts many runs.
  var expensive = 0

  /// The root fields that cost more than the change they make.
  static let expensiveFields: Set<String> = [
    "testEndpoint", "createApiKey", "backfillCollection", "pauseCollections", "resumeCollections",
    "createWebhook", "testWebhook",
  ]

  /// - Parameter fields: the root fields as often as they are selected: an alias does not make one cheaper.
  init(_ kind: OperationType, fields: [String]) {
    if kind == .mutation { changes = fields.count }
    expensive = fields.count { Self.expensiveFields.contains($0) }
  }
}
