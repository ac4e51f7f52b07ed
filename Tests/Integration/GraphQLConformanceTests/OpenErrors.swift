import GraphQL

/// The errors that only one of two verdicts on a document names.
struct OpenErrors {
  let entry: CorpusEntry
  /// Everything that the reference names.
  let theirs: [RuleError]
  /// Everything that ours names.
  let ours: [RuleError]
  var onlyTheirs: [RuleError]
  var onlyOurs: [RuleError]

  init(_ entry: CorpusEntry, theirs: [RuleError], ours: [RuleError]) {
    self.entry = entry
    self.theirs = theirs
    self.ours = ours
    (onlyTheirs, onlyOurs) = RuleError.differences(theirs, ours)
  }

  var isSettled: Bool { onlyTheirs.isEmpty && onlyOurs.isEmpty }

  /// Whether both sides name errors of a rule, be they the same or not.
  func bothName(_ rule: String) -> Bool {
    theirs.contains { $0.rule == rule } && ours.contains { $0.rule == rule }
  }

  /// Takes errors off one list.
  /// - Returns: whether there were some.
  mutating func settle(
    _ side: WritableKeyPath<OpenErrors, [RuleError]>, where matches: (RuleError) -> Bool
  ) -> Bool {
    let before = self[keyPath: side].count
    self[keyPath: side].removeAll(where: matches)
    return self[keyPath: side].count < before
  }

  mutating func settleTheirs(_ rule: String) -> Bool { settle(\.onlyTheirs) { $0.rule == rule } }
  mutating func settleOurs(_ rule: String) -> Bool { settle(\.onlyOurs) { $0.rule == rule } }

  /// Takes errors of a rule off both lists.
  mutating func settleBoth(_ rule: String) -> Bool {
    let theirs = settleTheirs(rule)
    let ours = settleOurs(rule)
    return theirs || ours
  }

  /// Takes an error without a place off one list, and one with a place and of the same rule off the other.
  mutating func settlePlaceless(_ rule: String) -> Bool {
    var found = false
    while let their = onlyTheirs.firstIndex(where: { $0.rule == rule && $0.places.isEmpty }),
      let our = onlyOurs.firstIndex(where: { $0.rule == rule && $0.places.count == 1 })
    {
      onlyTheirs.remove(at: their)
      onlyOurs.remove(at: our)
      found = true
    }
    return found
  }

  /// Takes an error off both lists of which theirs names a part of the places only.
  mutating func settleSubset(_ rule: String) -> Bool {
    guard let their = onlyTheirs.firstIndex(where: { $0.rule == rule }),
      let our = onlyOurs.firstIndex(where: {
        $0.rule == rule && Set(onlyTheirs[their].places).isStrictSubset(of: $0.places)
      })
    else { return false }
    onlyTheirs.remove(at: their)
    onlyOurs.remove(at: our)
    return true
  }
}
