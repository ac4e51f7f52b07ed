extension EndpointField {
  /// The parameters that every kind takes; ``EndpointConfigValidation`` looks inside them.
  static let forEveryKind: [EndpointField] = [
    EndpointField("limits", "Limits", .object).with {
      $0.description = """
        maxConcurrentRuns (1 to 64, 1 unless set), requestsPerSecond (0.01 to 10000, no limit unless set), \
        runTimeoutSeconds (1 to 86400, 600 unless set) and breaker: failures in a row that open it (1 to 1000, 5 unless \
        set) and openSeconds (1 to 86400, 30 unless set).
        """
      $0.isAdvanced = true
    },
    EndpointField("preview", "Preview", .object).with {
      $0.description = "enabled, maxRows and minIntervalSeconds."
      $0.isAdvanced = true
    },
  ]
}
