import Foundation
import GraphQL
import JSON
import TestSupport
import Testing

/// Parser and validator say of random documents what the reference implementation says.
@Suite struct DocumentTests {
  /// How many documents: enough for every rule to speak often, few enough for every build.
  private static let documents =
    ProcessInfo.processInfo.environment["NUCLEUS_TEST_DOCUMENTS"].flatMap { Int($0) } ?? 2_000
  private static let seed = ProcessInfo.processInfo.environment["NUCLEUS_TEST_SEED"] ?? "1"
  private static let shownDisagreements = 20

  @Test func agreeOnEveryDocument() async throws {
    let schemas = try ConformanceSchemas().schemas
    let program = ConformanceProgram(
      "corpus.py",
      ConformanceSchemas.arguments + ["--seed", Self.seed, "--documents", "\(Self.documents)"])
    var tally = CorpusTally()
    for try await line in program.lines() {
      let entry = try #require(try CorpusEntry(line: line))
      let schema = try #require(schemas[entry.schema])
      let ours = Verdict(of: entry.document, against: schema)
      tally.count(entry)
      guard ours != entry.reference else { continue }
      if let known = KnownDifference.explaining(entry, ours) {
        tally.count(known)
      } else {
        tally.countDisagreement()
        if tally.disagreements <= Self.shownDisagreements { Issue.record("\(entry.comparison(with: ours))") }
      }
    }
    print(tally.summary)
    #expect(tally.disagreements == 0)
    #expect(tally.documents == Self.documents)
    // A corpus that has grown one-sided proves little.
    #expect(tally.valid > Self.documents / 10)
    #expect(tally.syntaxErrors > Self.documents / 20)
    #expect(Set(specifiedRules.map { "\($0)" }).subtracting(tally.rules) == [])
  }
}
