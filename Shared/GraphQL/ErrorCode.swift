/// What the engine calls an error. The raw value is the default of `extensions.code`.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The document does not follow the grammar.
  public static let syntax = ErrorCode(rawValue: "E_SYNTAX")
  /// The document has too many bytes.
  public static let documentTooLarge = ErrorCode(rawValue: "E_DOCUMENT_TOO_LARGE")
  /// The document has too many tokens.
  public static let tooManyTokens = ErrorCode(rawValue: "E_TOO_MANY_TOKENS")
  /// The document or the operation nests too deep.
  public static let tooDeep = ErrorCode(rawValue: "E_TOO_DEEP")
  /// The operation selects too many fields, those of its fragments included.
  public static let tooManyFields = ErrorCode(rawValue: "E_TOO_MANY_FIELDS")
  /// The operation has too many aliases, those of its fragments included.
  public static let tooManyAliases = ErrorCode(rawValue: "E_TOO_MANY_ALIASES")
  /// The operation has too many directives, those of its fragments included.
  public static let tooManyDirectives = ErrorCode(rawValue: "E_TOO_MANY_DIRECTIVES")
  /// The document has too many operations.
  public static let tooManyOperations = ErrorCode(rawValue: "E_TOO_MANY_OPERATIONS")
  /// Introspection nests too deep.
  public static let introspectionTooDeep = ErrorCode(rawValue: "E_INTROSPECTION_TOO_DEEP")
  /// The variables have too many bytes or values.
  public static let variablesTooLarge = ErrorCode(rawValue: "E_VARIABLES_TOO_LARGE")
  /// The complexity of the operation is too high: see ``ComplexityModel``.
  public static let tooComplex = ErrorCode(rawValue: "E_TOO_COMPLEX")
  /// The document breaks a validation rule.
  public static let validation = ErrorCode(rawValue: "E_VALIDATION")
  /// The document holds no operation, or not the one that was named.
  public static let operationNotFound = ErrorCode(rawValue: "E_OPERATION_NOT_FOUND")
  /// The kind of operation, or introspection, is not allowed to this request.
  public static let operationNotAllowed = ErrorCode(rawValue: "E_OPERATION_NOT_ALLOWED")
  /// The request itself or its variables have the wrong shape.
  public static let invalidRequest = ErrorCode(rawValue: "E_INVALID_REQUEST")
  /// A variable is missing or has a value that its type does not take.
  public static let invalidVariables = ErrorCode(rawValue: "E_INVALID_VARIABLES")
  /// An argument has a value that its type does not take, found only during execution.
  public static let invalidArgument = ErrorCode(rawValue: "E_INVALID_ARGUMENT")
  /// The work was cancelled.
  public static let cancelled = ErrorCode(rawValue: "E_CANCELLED")
  /// A resolver broke the contract of the schema. Never shown: masked as an internal error.
  public static let invalidResult = ErrorCode(rawValue: "E_INVALID_RESULT")
  /// The schema or the resolver map is wrong. Only at start-up.
  public static let schema = ErrorCode(rawValue: "E_SCHEMA")

  /// The codes of limits.
  public static let ofLimits: Set<ErrorCode> = [
    .documentTooLarge, .tooManyTokens, .tooDeep, .tooManyFields, .tooManyAliases, .tooManyDirectives,
    .tooManyOperations, .introspectionTooDeep, .variablesTooLarge, .tooComplex,
  ]
  /// The codes of everything that the client can mend by sending another request.
  public static let ofRequests: Set<ErrorCode> = ofLimits.union([
    .syntax, .validation, .operationNotFound, .operationNotAllowed, .invalidRequest, .invalidVariables,
    .invalidArgument,
  ])
}
