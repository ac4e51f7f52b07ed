import JSON

/// The settings of an engine.
public struct EngineConfiguration: Sendable {
  public var documentLimits: DocumentLimits
  public var operationLimits: OperationLimits
  public var complexity: ComplexityModel
  public var variableLimits: VariableLimits
  /// The rules a document is validated against, in this order.
  public var rules: [any ValidationRule.Type]
  /// How many validated documents are kept, at most; 0 for none.
  public var cacheCapacity: Int
  /// How many fields the kept documents may have together, at most; a field takes about half a kilobyte.
  public var cacheCapacityInFields: Int
  /// Documents longer than this are not kept, in bytes.
  public var cacheableDocumentBytes: Int
  /// How many sources of one field position are resolved at the same time, at least 1.
  public var maximumConcurrency: Int
  public var maskedError: MaskedError
  /// Told of every error that is masked. What it gives is added to the `extensions` that the client sees.
  public var onInternalError: @Sendable (InternalErrorReport) -> JSONObject

  public init(
    documentLimits: DocumentLimits = DocumentLimits(), operationLimits: OperationLimits = OperationLimits(),
    complexity: ComplexityModel = ComplexityModel(), variableLimits: VariableLimits = VariableLimits(),
    rules: [any ValidationRule.Type] = specifiedRules, cacheCapacity: Int = 512,
    cacheCapacityInFields: Int = 20_000,
    cacheableDocumentBytes: Int = 16 * 1024, maximumConcurrency: Int = 64,
    maskedError: MaskedError = MaskedError(),
    onInternalError: @escaping @Sendable (InternalErrorReport) -> JSONObject = { _ in [:] }
  ) {
    self.documentLimits = documentLimits
    self.operationLimits = operationLimits
    self.complexity = complexity
    self.variableLimits = variableLimits
    self.rules = rules
    self.cacheCapacity = cacheCapacity
    self.cacheCapacityInFields = cacheCapacityInFields
    self.cacheableDocumentBytes = cacheableDocumentBytes
    self.maximumConcurrency = max(1, maximumConcurrency)
    self.maskedError = maskedError
    self.onInternalError = onInternalError
  }
}
