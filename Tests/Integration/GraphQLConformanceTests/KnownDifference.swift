/// Where the product and the reference implementation part on purpose: each with its reason, and as narrow as it can be
/// told. With `differences.py` this is the whole list; every other disagreement is a defect.
enum KnownDifference: CaseIterable {
  /// The reference looks at a literal for a scalar or an enum by way of a copy, and the copy of a list or an object
  /// does not know its place. Ours names the place.
  case copiedLiterals
  /// Of fields that cannot be merged the reference compares every pair, ours each with one other: time grows with the
  /// document, not with its square. So the two name different pairs, but one of them names one when the other does.
  case groupedConflicts
  /// A name that is defined twice is refused by a rule of its own. Which of the two the other rules go by is open: the
  /// reference takes the last, ours the first.
  case ambiguousNames

  /// The differences that make the two verdicts one; nil where they stay two.
  static func explaining(_ reference: Verdict, _ ours: Verdict) -> Set<KnownDifference>? {
    guard case .document(let theirs) = reference, case .document(let mine) = ours else { return nil }
    var (onlyTheirs, onlyOurs) = RuleError.differences(theirs, mine)
    var found: Set<KnownDifference> = []

    let places = onlyTheirs.filter { $0.rule == "ValuesOfCorrectType" && $0.places.isEmpty }
    for error in places {
      guard let other = onlyOurs.firstIndex(where: { $0.rule == error.rule && $0.places.count == 1 }),
        let index = onlyTheirs.firstIndex(of: error)
      else { continue }
      onlyTheirs.remove(at: index)
      onlyOurs.remove(at: other)
      found.insert(.copiedLiterals)
    }

    let merging = "OverlappingFieldsCanBeMerged"
    let sides = [onlyTheirs, onlyOurs].map { $0.contains { $0.rule == merging } }
    if sides.contains(true), theirs.contains(where: { $0.rule == merging }),
      mine.contains(where: { $0.rule == merging })
    {
      onlyTheirs.removeAll { $0.rule == merging }
      onlyOurs.removeAll { $0.rule == merging }
      found.insert(.groupedConflicts)
    }

    let unique: Set = ["UniqueFragmentNames", "UniqueVariableNames", "UniqueInputFieldNames"]
    let open = onlyTheirs + onlyOurs
    if !open.isEmpty, !open.contains(where: { unique.contains($0.rule) }),
      theirs.contains(where: { unique.contains($0.rule) })
    {
      onlyTheirs = []
      onlyOurs = []
      found.insert(.ambiguousNames)
    }
    return onlyTheirs.isEmpty && onlyOurs.isEmpty ? found : nil
  }
}
