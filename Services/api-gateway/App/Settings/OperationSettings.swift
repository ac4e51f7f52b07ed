import GraphQL
import ServiceRuntime

/// What a GraphQL document and its variables may ask for.
public struct OperationSettings: SettingsGroup {
  private static func limit(
    _ name: String, _ meaning: String, in range: ClosedRange<Int>, default: Int
  ) -> Setting<Int> {
    .integer("NUCLEUS_GRAPHQL_\(name)", meaning, in: range, default: `default`)
  }

  private static let bytes = limit(
    "DOCUMENT_BYTES", "Bytes of a GraphQL document.", in: 100...10_000_000,
    default: DocumentLimits().maximumBytes)
  private static let tokens = limit(
    "TOKENS", "Tokens of a GraphQL document.", in: 10...2_000_000, default: DocumentLimits().maximumTokens)
  private static let depth = limit(
    "DEPTH", "Nested selections of an operation.", in: 1...DocumentLimits.deepestNesting,
    default: OperationLimits().maximumDepth)
  private static let fields = limit(
    "FIELDS", "Selected fields of an operation, those of its fragments included.", in: 1...1_000_000,
    default: OperationLimits().maximumFields)
  private static let aliases = limit(
    "ALIASES", "Aliases in an operation, those of its fragments included.", in: 0...1_000_000,
    default: OperationLimits().maximumAliases)
  private static let directives = limit(
    "DIRECTIVES", "Directives in an operation, those of its fragments included.", in: 0...1_000_000,
    default: OperationLimits().maximumDirectives)
  private static let operations = limit(
    "OPERATIONS", "Operations in a document.", in: 1...10_000, default: OperationLimits().maximumOperations)
  private static let complexity = limit(
    "COMPLEXITY", "Fields an operation may answer with, where lists count as often as they may be long.",
    in: 1...1_000_000_000, default: OperationLimits().maximumComplexity)
  private static let introspectionDepth = limit(
    "INTROSPECTION_DEPTH", "Nested selections below __schema and __type.", in: 1...100,
    default: OperationLimits().maximumIntrospectionDepth)
  private static let introspectionLists = limit(
    "INTROSPECTION_LISTS", "Nested lists below __schema and __type.", in: 0...100,
    default: OperationLimits().maximumIntrospectionLists)
  private static let variableBytes = limit(
    "VARIABLES_BYTES", "Bytes of the variables of a request.", in: 2...10_000_000,
    default: VariableLimits().maximumBytes)
  private static let variableValues = limit(
    "VARIABLES_VALUES", "Values in the variables of a request, at every level.", in: 1...1_000_000,
    default: VariableLimits().maximumValues)

  public static var declarations: [any SettingDeclaration] {
    [
      bytes, tokens, depth, fields, aliases, directives, operations, complexity, introspectionDepth,
      introspectionLists, variableBytes, variableValues,
    ]
  }

  var document: DocumentLimits
  var operation: OperationLimits
  var variables: VariableLimits

  public init() {
    document = DocumentLimits()
    operation = OperationLimits()
    variables = VariableLimits()
  }

  public init(from settings: SettingsReader) throws(SettingsError) {
    document = DocumentLimits(
      maximumBytes: try settings.read(Self.bytes), maximumTokens: try settings.read(Self.tokens),
      // Values nest too, so the document may be deeper than what is selected.
      maximumDepth: max(DocumentLimits().maximumDepth, 2 * (try settings.read(Self.depth))))
    operation = OperationLimits(
      maximumOperations: try settings.read(Self.operations), maximumDepth: try settings.read(Self.depth),
      maximumFields: try settings.read(Self.fields), maximumAliases: try settings.read(Self.aliases),
      maximumDirectives: try settings.read(Self.directives),
      maximumComplexity: try settings.read(Self.complexity),
      maximumIntrospectionDepth: try settings.read(Self.introspectionDepth),
      maximumIntrospectionLists: try settings.read(Self.introspectionLists))
    variables = VariableLimits(
      maximumBytes: try settings.read(Self.variableBytes),
      maximumValues: try settings.read(Self.variableValues))
  }
}
