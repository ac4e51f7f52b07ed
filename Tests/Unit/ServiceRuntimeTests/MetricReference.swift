import ServiceRuntime
import Testing

/// Metrics named in expressions of Prometheus.
enum MetricReference {
  /// Expects every metric and every label that an expression names.
  /// - Parameter place: where it stands.
  static func check(_ expression: String, of place: String) throws {
    let names = expression.matches(of: /\b(nucleus|process)_\w+/).map { String($0.0) }
    #expect(!names.isEmpty || expression.hasPrefix("up{"), "\(place) asks for no metric")
    let known = Set(MetricInventory.all.flatMap(\.sampleNames))
    for name in names { #expect(known.contains(name), "\(place) asks for \(name)") }
    for match in expression.matches(of: /(\w+)\{([^}]*)\}/) {
      guard let metric = MetricInventory.all.first(where: { $0.sampleNames.contains(String(match.1)) }) else {
        continue
      }
      for label in match.2.matches(of: /(\w+)\s*[=!]/).map({ String($0.1) }) {
        #expect(
          (metric.labels + ["job", "instance", "le"]).contains(label),
          "\(place): \(metric.name) has no \(label)")
      }
    }
  }
}
