/// The names of introspection.
enum IntrospectionNames {
  /// The types.
  static let all: Set<String> = [
    "__Schema", "__Type", "__TypeKind", "__Field", "__InputValue", "__EnumValue", "__Directive",
    "__DirectiveLocation",
  ]

  /// The fields that are lists of objects.
  static let lists: Set<String> = [
    "types", "directives", "fields", "interfaces", "possibleTypes", "enumValues", "inputFields", "args",
  ]
}
