import OrderedCollections

/// Finds input objects that nobody could ever write, since each value of them holds another.
enum InputCycles {
  static func check(_ builder: inout SchemaBuilder) {
    let types = builder.definitions.values.filter { $0.kind == .inputObject }
    let endless = endless(types)
    guard !endless.isEmpty else { return }
    var finished: Set<String> = []
    var path: [String] = []
    var found: [(type: String, field: AST.Name)] = []
    func visit(_ type: AST.TypeDefinition) {
      guard finished.insert(type.name.value).inserted else { return }
      path.append(type.name.value)
      for field in type.inputFields {
        guard let target = target(of: field, in: type), let next = endless[target] else { continue }
        if path.contains(target) {
          found.append((target, field.name))
        } else {
          visit(next)
        }
      }
      path.removeLast()
    }
    for type in types where endless[type.name.value] != nil { visit(type) }
    for (type, field) in found {
      builder.report(
        "Input object \"\(type)\" cannot require itself through the field \"\(field.value)\".",
        at: field.location)
    }
  }

  /// The types that are left when those are taken away whose values can end.
  private static func endless(_ types: [AST.TypeDefinition]) -> [String: AST.TypeDefinition] {
    var left = Dictionary(types.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    while true {
      let ending = left.values.filter { type in
        func ends(_ field: AST.InputValueDefinition) -> Bool {
          target(of: field, in: type).map { left[$0] == nil } ?? true
        }
        return type.isOneOf
          ? type.inputFields.isEmpty || type.inputFields.contains(where: ends)
          : type.inputFields.allSatisfy(ends)
      }
      if ending.isEmpty { return left }
      for type in ending { left[type.name.value] = nil }
    }
  }

  /// The type that a value of the field needs a value of: one that cannot be null, or the one of a `@oneOf`.
  private static func target(of field: AST.InputValueDefinition, in type: AST.TypeDefinition) -> String? {
    switch field.type {
    case .nonNull(.named(let name)): name.value
    case .named(let name) where type.isOneOf: name.value
    default: nil
    }
  }
}
