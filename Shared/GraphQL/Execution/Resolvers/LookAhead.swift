import JSON
import OrderedCollections

/// The selections below a field.
struct LookAhead {
  let sets: [AST.SelectionSet]
  let fragments: [String: AST.FragmentDefinition]
  let variables: [String: JSONValue]

  var names: OrderedSet<String> {
    var names: OrderedSet<String> = []
    visit { names.append($0.name.value) }
    return names
  }

  func selects(_ path: ArraySlice<String>) -> Bool {
    guard let name = path.last else { return true }
    return below(path.dropLast()).names.contains(name)
  }

  /// The selections at a way of field names.
  func below(_ path: ArraySlice<String>) -> LookAhead {
    guard let name = path.first else { return self }
    var below: [AST.SelectionSet] = []
    visit { field in
      if field.name.value == name, let set = field.selectionSet { below.append(set) }
    }
    return LookAhead(sets: below, fragments: fragments, variables: variables).below(path.dropFirst())
  }

  /// Calls the body with every field of the selections, fragments resolved, skipped ones left out.
  private func visit(_ body: (AST.Field) -> Void) {
    var visited: Set<String> = []
    for set in sets { visit(set, &visited, body) }
  }

  private func visit(_ set: AST.SelectionSet, _ visited: inout Set<String>, _ body: (AST.Field) -> Void) {
    for selection in set.selections {
      switch selection {
      case .field(let field):
        if Conditions.includes(field.directives, variables: variables) { body(field) }
      case .spread(let spread):
        guard Conditions.includes(spread.directives, variables: variables),
          visited.insert(spread.name.value).inserted, let fragment = fragments[spread.name.value]
        else { continue }
        visit(fragment.selectionSet, &visited, body)
      case .inline(let inline):
        if Conditions.includes(inline.directives, variables: variables) {
          visit(inline.selectionSet, &visited, body)
        }
      }
    }
  }
}
