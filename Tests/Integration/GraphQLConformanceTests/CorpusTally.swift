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

  mutating func count(_ differences: [KnownDifference]) {
    for difference in differences { knownDifferences[difference, default: 0] += 1 }
  }

  mutating func countDisagreement() { disagreements += 1 }

  /// One line for a person: what was compared, and how often which known difference showed.
  var summary: String {
    let known = knownDifferences.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
    return
      "\(documents) documents, \(valid) valid, \(syntaxErrors) without syntax; known differences: \(known)"
  }
}
