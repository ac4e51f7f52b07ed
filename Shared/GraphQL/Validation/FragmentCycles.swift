/// Tells whether fragments spread themselves, for rules that follow spreads.
enum FragmentCycles {
  /// Removes fragments that spread none of the others until none is left, or only cycles.
  static func exist(in context: ValidationContext) -> Bool {
    var spreadBy: [String: [String]] = [:]
    var open: [String: Int] = [:]
    for name in context.fragments.keys {
      let targets = Set(context.references.spreads(ofFragment: name).map(\.name.value))
        .filter { context.fragments[$0] != nil }
      open[name] = targets.count
      for target in targets { spreadBy[target, default: []].append(name) }
    }
    var pending = open.filter { $0.value == 0 }.map(\.key)
    var removed = 0
    while let name = pending.popLast() {
      removed += 1
      for user in spreadBy[name] ?? [] {
        let count = (open[user] ?? 0) - 1
        open[user] = count
        if count == 0 { pending.append(user) }
      }
    }
    return removed < context.fragments.count
  }
}
