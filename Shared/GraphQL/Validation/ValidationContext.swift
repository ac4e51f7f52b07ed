/// What validation rules know of the document and of the place they are shown.
public final class ValidationContext {
  /// After so many errors the rest of the document is not looked at.
  static let maximumErrors = 50

  public let schema: Schema
  public let document: AST.Document
  /// The fragments by name; of several with one name the first.
  public let fragments: [String: AST.FragmentDefinition]
  /// Whether messages may name things of the schema, and suggest names.
  public let suggestsNames: Bool
  public private(set) var errors: [GraphQLError] = []

  // MARK: The place

  /// The type whose fields are selected around the node.
  public internal(set) var parentType: NamedType?
  /// The field around the node; nil for an unknown one.
  public internal(set) var field: FieldDefinition?
  /// The directive around the node; nil outside of directives and for an unknown one.
  public internal(set) var directive: DirectiveDefinition?
  /// Whether the node belongs to a directive.
  public internal(set) var isInDirective = false
  /// The type that the value has to have; nil where that is unknown.
  public internal(set) var inputType: AST.TypeReference?
  /// Whether a default steps in where the value is left out.
  public internal(set) var inputHasDefault = false

  let references: DocumentReferences

  init(
    schema: Schema, document: AST.Document, fragments: [String: AST.FragmentDefinition],
    suggestsNames: Bool
  ) {
    self.schema = schema
    self.document = document
    self.fragments = fragments
    self.suggestsNames = suggestsNames
    references = DocumentReferences(fragments: fragments)
  }

  var isFull: Bool { errors.count >= Self.maximumErrors }

  func add(_ message: String, at locations: [NodeLocation]) {
    guard !isFull else { return }
    errors.append(GraphQLError(message, at: locations, code: .validation))
  }

  /// The end of a message: names that may have been meant, where they may be told.
  func suggestion(for name: String, among names: some Sequence<String>) -> String {
    suggestsNames ? Suggestions.sentence(for: name, among: names) : ""
  }
}
