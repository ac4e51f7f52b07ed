import Domain
import Foundation
import JSON
import Storage
import TestSupport
import Testing

@testable import RunExecutor

@Suite struct RunEndTests {
  private let start = Date(timeIntervalSince1970: 1_700_000_000)

  private func draft(_ verdict: RunVerdict, endpoint: UUID? = nil) -> RunEndDraft {
    let run = UUID()
    return RunEndDraft(
      hold: RunClaims.Hold(runID: run, fence: 1), verdict: verdict, activities: [],
      catalog: endpoint.map { FoundCatalog(endpointID: $0, runID: run, datasets: [], isComplete: true) },
      detectedVersion: "synthetic 1", writeStart: start)
  }

  @Test func aSuccessRecordsStoringAndCompletion() {
    let end = draft(.succeeded, endpoint: UUID()).end(
      change: CatalogChange(), at: start.addingTimeInterval(2))
    #expect(end.activities.map(\.name) == ["persistCatalogRecords", "markRunCompleted"])
    #expect(end.activities.map(\.startedAt) == [start, start.addingTimeInterval(2)])
    #expect(end.outcome == .succeeded)
    #expect(end.stats?["sourceVersion"] == "synthetic 1")
    #expect(end.stats?["datasets"] == 0)
  }

  @Test func otherEndsRecordThemselves() {
    let failed = draft(.failed(.authentication("no"))).end(change: nil, at: start)
    #expect(failed.activities.map(\.name) == ["markRunFailed"])
    #expect(failed.outcome == .failed(code: "E_UPSTREAM_AUTH", error: "no"))
    #expect(failed.stats == nil)
    let skipped = draft(.skipped(.disabled, text: "off")).end(change: nil, at: start)
    #expect(skipped.activities.map(\.name) == ["markRunSkipped"])
    #expect(skipped.outcome == .skipped(.disabled, text: "off"))
  }

  @Test(arguments: 0..<50) func noGroupHasTwoCatalogsOfOneEndpoint(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let endpoints = (0..<3).map { _ in UUID() }
    let drafts = (0..<20).map { _ in
      Bool.random(using: &random)
        ? draft(.succeeded, endpoint: endpoints.randomElement(using: &random))
        : draft(.skipped(.deleted, text: ""))
    }
    let groups = RunEndTransaction.groups(of: drafts)
    #expect(groups.flatMap(\.self).sorted() == Array(0..<20))
    for group in groups {
      let catalogs = group.compactMap { drafts[$0].catalog?.endpointID }
      #expect(Set(catalogs).count == catalogs.count)
      #expect(!group.isEmpty)
    }
  }
}
