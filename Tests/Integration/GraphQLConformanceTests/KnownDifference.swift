import GraphQL

/// Where the product and the reference implementation part on purpose: each with its reason, and as narrow as it can be
/// told. With `differences.py` this is the whole list; every other disagreement is a defect.
enum KnownDifference: CaseIterable {
  /// The reference looks at a literal for a scalar or an enum by way of a copy, and the copy of a list or an object
  /// does not know its place. Ours names the place.
  case copiedLiterals
  /// Of fields that cannot be merged the reference compares every pair, ours each with one other: time grows with the
  /// document, not with its square. So the two name different pairs, but one of them names one when the other does.
  case groupedConflicts
  /// The reference does not know the types of `__typename`, `__schema` and `__type` when it compares fields for merging.
  case typesOfMetaFields
  /// Ours does not compare fields for merging while fragments spread each other in a circle, which is refused anyway:
  /// there is no end to what such a selection holds.
  case conflictsBesideCircles
  /// Which spreads make up a circle depends on where the search begins and turns; how many circles it finds does not.
  case waysRoundACircle
  /// A variable for the one field of a `@oneOf` input object must not be nullable. The reference overlooks that where
  /// the input object itself is in a list or must not be null.
  case nullableVariablesInOneOf
  /// The root of a subscription has no `@skip` and no `@include`. Ours names all that are there, the reference not those
  /// at or below what it would leave out.
  case conditionsAtTheRoot
  /// A name that is defined twice is refused by a rule of its own. Which of the two the other rules go by is open: the
  /// reference takes the last, ours the first.
  case ambiguousNames
  /// After a description that stands before no definition, the reference points at the description, ours at what is
  /// not a definition.
  case misplacedDescriptions

  /// The differences that make the two verdicts one; nil where they stay two.
  static func explaining(_ entry: CorpusEntry, _ ours: Verdict) -> [KnownDifference]? {
    switch (entry.reference, ours) {
    case (.document(let theirs), .document(let ours)):
      var open = OpenErrors(entry, theirs: theirs, ours: ours)
      let found = allCases.filter { $0.settles(&open) }
      return open.isSettled ? found : nil
    case (.syntaxError(let theirs), .syntaxError(let ours)):
      guard let their = theirs.first, let our = ours.first, entry.character(at: their) == "\"",
        (our.line, our.column) > (their.line, their.column)
      else { return nil }
      return [.misplacedDescriptions]
    default: return nil
    }
  }

  private func settles(_ open: inout OpenErrors) -> Bool {
    let merging = "OverlappingFieldsCanBeMerged"
    let circles = "NoFragmentCycles"
    switch self {
    case .copiedLiterals: return open.settlePlaceless("ValuesOfCorrectType")
    case .groupedConflicts: return open.bothName(merging) && open.settleBoth(merging)
    case .typesOfMetaFields: return open.entry.document.contains("__") && open.settleOurs(merging)
    case .conflictsBesideCircles: return open.bothName(circles) && open.settleTheirs(merging)
    case .waysRoundACircle:
      let counts = [open.onlyTheirs, open.onlyOurs].map { $0.count { $0.rule == circles } }
      return counts[0] == counts[1] && open.settleBoth(circles)
    case .nullableVariablesInOneOf:
      return open.entry.schema == "rich" && open.settleOurs("VariablesInAllowedPosition")
    case .conditionsAtTheRoot: return open.settleSubset("SingleFieldSubscriptions")
    case .ambiguousNames:
      let rules = ["UniqueFragmentNames", "UniqueVariableNames", "UniqueInputFieldNames"]
      guard rules.contains(where: { open.bothName($0) }) else { return false }
      let theirs = open.settle(\.onlyTheirs) { !rules.contains($0.rule) }
      let ours = open.settle(\.onlyOurs) { !rules.contains($0.rule) }
      return theirs || ours
    case .misplacedDescriptions: return false
    }
  }
}
