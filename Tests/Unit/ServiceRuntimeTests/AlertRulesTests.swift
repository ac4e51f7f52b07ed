import Foundation
import ServiceRuntime
import Testing

/// Rules and panels ask for metrics that there are.
@Suite struct AlertRulesTests {
  private struct Alert {
    let name: String
    let text: String
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/operations")

  private static func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }

  private static func alerts() throws -> [Alert] {
    try text("alerts.yaml").components(separatedBy: "      - alert: ").dropFirst().map { text in
      Alert(name: String(text.prefix { !$0.isNewline }), text: text)
    }
  }

  @Test func alertsAskForMetricsThatThereAre() throws {
    let alerts = try Self.alerts()
    try #require(alerts.count > 30)
    for alert in alerts {
      let expression = try #require(alert.text.firstMatch(of: /expr: >-\n *(.+)\n/)?.1)
      try MetricReference.check(String(expression), of: alert.name)
    }
  }

  @Test func alertsSayWhatIsWrongAndWhereToRead() throws {
    let alerts = try Self.alerts()
    #expect(Set(alerts.map(\.name)).count == alerts.count)
    for alert in alerts {
      #expect(alert.name.hasPrefix("Nucleus"))
      #expect(alert.text.contains(/severity: (critical|warning|info)\n/), "\(alert.name)")
      #expect(alert.text.contains(/summary: '.+'\n/), "\(alert.name)")
      #expect(alert.text.contains(/description: '.+'\n/), "\(alert.name)")
      #expect(
        alert.text.contains("runbook_url: docs/operations/runbook.md#\(alert.name.lowercased())\n"),
        "\(alert.name)")
    }
  }

  @Test func panelsAskForMetricsThatThereAre() throws {
    let dashboard = try JSONSerialization.jsonObject(with: Data(Self.text("dashboard.json").utf8))
    let panels = try #require((dashboard as? [String: Any])?["panels"] as? [[String: Any]])
    let targets = panels.flatMap { panel in
      (panel["targets"] as? [[String: Any]] ?? []).map { (panel["title"] as? String ?? "?", $0) }
    }
    try #require(targets.count > 40)
    for (title, target) in targets {
      try MetricReference.check(try #require(target["expr"] as? String), of: title)
    }
    #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
  }

  /// What stands still or piles up must not go unnoticed.
  @Test func everyLastPassHasItsAlert() throws {
    let rules = try Self.text("alerts.yaml")
    let passes = MetricInventory.all.map(\.name).filter { $0.hasSuffix("_timestamp") }
    try #require(passes.count > 5)
    for name in passes { #expect(rules.contains(name), "no alert asks for \(name)") }
  }
}
