/// The names of the introspection types.
enum IntrospectionNames {
  static let all: Set<String> = [
    "__Schema", "__Type", "__TypeKind", "__Field", "__InputValue", "__EnumValue", "__Directive",
    "__DirectiveLocation",
  ]
}
