import Foundation
import Testing

@testable import ServiceRuntime

/// The inventory says what there is: no more and no less.
@Suite struct MetricInventoryTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func everyMetricOfTheSourcesIsListedWithItsKindAndLabels() throws {
    let used = try MetricUse.all(under: Self.root)
    try #require(used.count > 50)
    let listed = Dictionary(grouping: MetricInventory.all, by: \.label)
    for use in used {
      let description = try #require(listed[use.label]?.first, "\(use.file): \(use.label) is not listed")
      if let kind = use.kind { #expect(kind == description.kind, "\(use.file): \(use.label)") }
      #expect(
        use.dimensions.isSubset(of: description.labels),
        "\(use.file): \(use.label) has labels that are not listed: \(use.dimensions)")
    }
  }

  @Test func everyListedMetricIsInTheSources() throws {
    let used = Set(try MetricUse.all(under: Self.root).map(\.label))
    let ofTheKernel = Set(MetricInventory.process.map(\.label))
    let unused = MetricInventory.all.map(\.label).filter { !used.contains($0) && !ofTheKernel.contains($0) }
    #expect(unused == [])
    #expect(ProcessMetricsNames.exposed() == Set(MetricInventory.process.map(\.name)))
  }

  @Test func namesAreUniqueAndLabelsSorted() {
    #expect(Set(MetricInventory.all.map(\.name)).count == MetricInventory.all.count)
    for metric in MetricInventory.all {
      #expect(metric.labels == metric.labels.sorted())
      #expect(metric.help.hasSuffix("."), "\(metric.label)")
      #expect(!metric.services.isEmpty)
    }
  }

  @Test func namesFollowTheirKind() {
    #expect(MetricDescription("a.b", .counter, "x.").sampleNames == ["a_b_total"])
    #expect(MetricDescription("a.b", .gauge, "x.").sampleNames == ["a_b"])
    #expect(
      MetricDescription("a.b", .timer, "x.").sampleNames
        == ["a_b_seconds_bucket", "a_b_seconds_sum", "a_b_seconds_count"])
  }

  @Test func thePageIsTheListOfTheCode() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "docs/operations/metrics.md"), encoding: .utf8)
    #expect(page == MetricInventory.page, "make docs writes it anew")
  }
}
