/// Which variables and fragments the operations and fragments of a document use. Filled during the walk;
/// complete when the document is left.
final class DocumentReferences {
  /// One operation or fragment.
  struct Entry {
    var variables: [VariableUse] = []
    var spreads: [AST.FragmentSpread] = []
  }

  private let fragments: [String: AST.FragmentDefinition]
  private var fragmentEntries: [String: Entry] = [:]
  private(set) var operations: [(definition: AST.OperationDefinition, entry: Entry)] = []
  private var current = Entry()

  init(fragments: [String: AST.FragmentDefinition]) { self.fragments = fragments }

  func add(_ use: VariableUse) { current.variables.append(use) }
  func add(_ spread: AST.FragmentSpread) { current.spreads.append(spread) }

  func finish(_ operation: AST.OperationDefinition) {
    operations.append((operation, current))
    current = Entry()
  }

  func finish(_ fragment: AST.FragmentDefinition) {
    if fragmentEntries[fragment.name.value] == nil { fragmentEntries[fragment.name.value] = current }
    current = Entry()
  }

  /// The names of all fragments that an entry uses, directly or through others.
  func reachableFragments(from entry: Entry) -> Set<String> {
    var reached: Set<String> = []
    var pending = entry.spreads
    while let spread = pending.popLast() {
      guard reached.insert(spread.name.value).inserted else { continue }
      pending += fragmentEntries[spread.name.value]?.spreads ?? []
    }
    return reached
  }

  /// The variables that an entry uses, directly or through fragments.
  func variables(of entry: Entry) -> [VariableUse] {
    reachableFragments(from: entry).sorted().reduce(into: entry.variables) { uses, name in
      uses += fragmentEntries[name]?.variables ?? []
    }
  }

  func spreads(ofFragment name: String) -> [AST.FragmentSpread] { fragmentEntries[name]?.spreads ?? [] }
}
