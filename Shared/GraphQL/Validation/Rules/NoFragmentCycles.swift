/// 5.5.2.2: No fragment spreads itself, directly or through others.
final class NoFragmentCycles: ValidationRule {
  static let plainMessage = "A fragment spreads itself."

  private var finished: Set<String> = []

  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .document(let document) = node else { return }
    for fragment in document.fragments { search(from: fragment.name.value, context) }
  }

  /// Searches in depth without recursion: a chain of fragments may be as long as the document.
  private func search(from start: String, _ context: ValidationContext) {
    guard finished.insert(start).inserted else { return }
    // Each fragment with what it spreads and with the spread that led to it.
    var path: [(name: String, spreads: ArraySlice<AST.FragmentSpread>, via: NodeLocation)] = [
      (start, context.references.spreads(ofFragment: start)[...], .none)
    ]
    var onPath: Set<String> = [start]
    while let top = path.last {
      guard let spread = top.spreads.first else {
        onPath.remove(top.name)
        path.removeLast()
        continue
      }
      path[path.count - 1].spreads.removeFirst()
      let target = spread.name.value
      if onPath.contains(target) {
        let cycle = path.drop { $0.name != target }.dropFirst().map(\.via) + [spread.location]
        report(context, "Fragment \"\(target)\" spreads itself.", at: cycle)
      } else if finished.insert(target).inserted {
        onPath.insert(target)
        path.append((target, context.references.spreads(ofFragment: target)[...], spread.location))
      }
    }
  }
}
