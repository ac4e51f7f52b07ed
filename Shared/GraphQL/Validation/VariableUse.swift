/// A variable where it is used.
struct VariableUse {
  let name: String
  let location: NodeLocation
  /// The type that the place asks for; nil where that is unknown.
  let type: AST.TypeReference?
  /// Whether a default steps in at the place when the variable has no value.
  let hasDefault: Bool
  /// The `@oneOf` input object whose field it is, where it is one: such a field cannot be null.
  let oneOf: String?
}
