extension PreparedOperation {
  /// The names of the root fields, each as often as it is selected, those of fragments included. A selection
  /// counts even where a directive may leave it out.
  public var rootFields: [String] {
    var names: [String] = []
    collect(definition.selectionSet, into: &names)
    return names
  }

  private func collect(_ set: AST.SelectionSet, into names: inout [String]) {
    for selection in set.selections {
      switch selection {
      case .field(let field): names.append(field.name.value)
      case .spread(let spread):
        if let fragment = fragments[spread.name.value] { collect(fragment.selectionSet, into: &names) }
      case .inline(let inline): collect(inline.selectionSet, into: &names)
      }
    }
  }
}
