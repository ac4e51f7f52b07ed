/// Counts what operations ask for. Every fragment is measured once, so the time is linear in the document,
/// whatever its spreads multiply to.
struct OperationMeasure {
  private let fragments: [String: AST.FragmentDefinition]
  private var known: [String: OperationCost] = [:]
  private var open: Set<String> = []

  init(fragments: [String: AST.FragmentDefinition]) { self.fragments = fragments }

  mutating func cost(of fragment: AST.FragmentDefinition) -> OperationCost {
    let name = fragment.name.value
    if let cost = known[name] { return cost }
    // A cycle: the rule NoFragmentCycles refuses the document.
    guard open.insert(name).inserted else { return OperationCost() }
    var cost = cost(of: fragment.selectionSet)
    cost.add(fragment.directives)
    open.remove(name)
    known[name] = cost
    return cost
  }

  mutating func cost(of operation: AST.OperationDefinition) -> OperationCost {
    var cost = cost(of: operation.selectionSet)
    cost.add(operation.directives)
    for variable in operation.variables { cost.add(variable.directives) }
    return cost
  }

  private mutating func cost(of set: AST.SelectionSet) -> OperationCost {
    var total = OperationCost()
    for selection in set.selections {
      switch selection {
      case .field(let field):
        var cost = field.selectionSet.map { self.cost(of: $0) } ?? OperationCost()
        cost.depth += 1
        cost.fields += 1
        if field.alias != nil { cost.aliases += 1 }
        if IntrospectionNames.lists.contains(field.name.value) { cost.lists += 1 }
        if Introspection.rootFields[field.name.value] != nil {
          cost.usesIntrospection = true
          cost.introspectionDepth = cost.depth
          cost.introspectionLists = cost.lists
        }
        total.add(cost)
        total.add(field.directives)
      case .spread(let spread):
        if let fragment = fragments[spread.name.value] { total.add(cost(of: fragment)) }
        total.add(spread.directives)
      case .inline(let inline):
        total.add(cost(of: inline.selectionSet))
        total.add(inline.directives)
      }
    }
    return total
  }
}
