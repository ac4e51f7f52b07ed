/// What an operation asks for, counted through its fragments.
struct OperationCost: Hashable, Sendable {
  var depth = 0
  var fields = 0
  var aliases = 0
  var directives = 0
  var usesIntrospection = false
  /// Nested fields from `__schema` or `__type` on.
  var introspectionDepth = 0
  /// Nested lists below `__schema` or `__type`.
  var introspectionLists = 0
  /// Nested fields that are lists in introspection, wherever they stand.
  var lists = 0
  /// Whether variables decide about which fields are selected.
  var dependsOnVariables = false

  /// Adds what stands next to it. Counts stop at a ceiling instead of overflowing.
  mutating func add(_ other: OperationCost) {
    depth = max(depth, other.depth)
    fields = Self.sum(fields, other.fields)
    aliases = Self.sum(aliases, other.aliases)
    directives = Self.sum(directives, other.directives)
    introspectionDepth = max(introspectionDepth, other.introspectionDepth)
    introspectionLists = max(introspectionLists, other.introspectionLists)
    lists = max(lists, other.lists)
    usesIntrospection = usesIntrospection || other.usesIntrospection
    dependsOnVariables = dependsOnVariables || other.dependsOnVariables
  }

  mutating func add(_ applied: [AST.Directive]) {
    guard !applied.isEmpty else { return }
    directives = Self.sum(directives, applied.count)
    dependsOnVariables = dependsOnVariables || Conditions.dependOnVariables(applied)
  }

  private static func sum(_ first: Int, _ second: Int) -> Int { min(first + second, Int(Int32.max)) }
}
