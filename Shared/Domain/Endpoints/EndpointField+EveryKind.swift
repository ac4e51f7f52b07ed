extension EndpointField {
  /// The parameters that every kind takes; ``EndpointConfigValidation`` looks inside them.
  static let forEveryKind: [EndpointField] = [
    EndpointField("limits", "Limits", .object).with {
      $0.description = "maxConcurrentRuns, requestsPerSecond, runTimeoutSeconds and breaker."
      $0.isAdvanced = true
    },
    EndpointField("preview", "Preview", .object).with {
      $0.description = "enabled, maxRows and minIntervalSeconds."
      $0.isAdvanced = true
    },
  ]
}
