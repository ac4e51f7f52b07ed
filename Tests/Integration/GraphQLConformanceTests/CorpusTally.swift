/// What a corpus held.
struct CorpusTally {
  private(set) var documents = 0
  private(set) var valid = 0
  private(set) var syntaxErrors = 0
  private(set) var disagreements = 0
  /// The rules that some document broke.
  private(set) var rules: Set<String> = []
  private(set) var knownDifferences: [KnownDifference: Int] = [:]

  mutating func count(_ entry: CorpusEntry) {
    documents += 1
    switch entry.reference {
    case .syntaxError: syntaxErrors += 1
    case .document([]): valid += 1
    case .document(let errors): rules.formUnion(errors.map(\.rule))
    }
  }

  mutating func count(_ differences: Set<KnownDifference>) {
    for difference in differences { knownDifferences[difference, default: 0] += 1 }
  }

  mutating func countDisagreement() { disagreements += 1 }
}
