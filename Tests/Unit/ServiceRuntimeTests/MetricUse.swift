import Foundation
import ServiceRuntime

/// A place in the sources that makes a metric.
struct MetricUse {
  let file: String
  let label: String
  /// Nil where the label is a constant that is used elsewhere.
  let kind: MetricDescription.Kind?
  let dimensions: Set<String>

  static func all(under root: URL) throws -> [MetricUse] {
    try ["Services", "Shared"].flatMap { folder in
      let files = FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: nil)
      return try (files?.allObjects as? [URL] ?? [])
        .filter { $0.pathExtension == "swift" && !$0.path.contains("/Metrics/Inventory/") }
        .flatMap { try uses(in: $0) }
    }
  }

  private static func uses(in file: URL) throws -> [MetricUse] {
    let text = try String(contentsOf: file, encoding: .utf8)
    let makes = ["import Metrics", "import CoreMetrics", "addGauge(", "MetricFamily("]
    guard makes.contains(where: text.contains) else { return [] }
    var uses = text.matches(of: /(\w+)\(\s*(?:label:\s*)?"(nucleus\.[a-z_.]+)"/).map { match in
      MetricUse(
        file: file.lastPathComponent, label: String(match.2), kind: kind(String(match.1)),
        dimensions: dimensions(in: text[match.range.upperBound...]))
    }
    // Labels that stand in a constant.
    let known = Set(uses.map(\.label))
    uses += text.matches(of: /= "(nucleus\.[a-z_.]+)"/).map { String($0.1) }.filter { !known.contains($0) }
      .map {
        MetricUse(file: file.lastPathComponent, label: $0, kind: nil, dimensions: [])
      }
    return uses
  }

  private static func kind(_ maker: String) -> MetricDescription.Kind? {
    switch maker {
    case "Counter", "FloatingPointCounter": .counter
    case "Gauge", "Meter", "addGauge": .gauge
    case "Timer": .timer
    default: nil
    }
  }

  /// The labels that follow in the same call.
  private static func dimensions(in rest: Substring) -> Set<String> {
    if let match = rest.prefixMatch(of: /,\s*by:\s*"(\w+)"/) { return [String(match.1)] }
    guard let match = rest.prefixMatch(of: /,\s*dimensions:\s*\[(.*?)\]\s*\)/.dotMatchesNewlines()) else {
      return []
    }
    return Set(match.1.matches(of: /\("(\w+)",/).map { String($0.1) })
  }
}
