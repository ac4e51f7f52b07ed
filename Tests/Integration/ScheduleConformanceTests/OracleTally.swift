/// What a run of comparisons came to.
struct OracleTally {
  private(set) var cases = 0
  private(set) var acrossChanges = 0
  private(set) var scanned = 0
  private(set) var croniterAgreements = 0
  private(set) var disagreements = 0
  private(set) var differences: [KnownDifference: Int] = [:]

  mutating func count(_ comparison: OracleComparison) {
    cases += 1
    if comparison.isAcrossChange { acrossChanges += 1 }
    if comparison.isScanned { scanned += 1 }
    if comparison.agreesWithCroniter { croniterAgreements += 1 }
    disagreements += comparison.disagreements.count
    for difference in comparison.differences { differences[difference, default: 0] += 1 }
  }
}
