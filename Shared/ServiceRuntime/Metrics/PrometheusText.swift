/// The Prometheus text exposition format, version 0.0.4.
enum PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  static func render(_ families: [MetricFamily]) -> String {
    var text = ""
    for family in families {
      text += "# HELP \(family.name) \(escapedHelp(family.help))\n"
      text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
      for sample in family.samples {
        text += family.name + sample.suffix + labels(sample.labels) + " " + number(sample.value) + "\n"
      }
    }
    return text
  }

  /// A value or bound: whole numbers without a fraction, the special values as Prometheus spells them.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if abs(value) < 1e15, let whole = Int64(exactly: value) { return String(whole) }
    return "\(value)"
  }

  private static func labels(_ set: LabelSet) -> String {
    if set.isEmpty { return "" }
    return "{" + set.labels.map { "\($0.name)=\"\(escapedValue($0.value))\"" }.joined(separator: ",") + "}"
  }

  private static func escapedValue(_ value: String) -> String {
    escapedHelp(value).replacing("\"", with: "\\\"")
  }

  private static func escapedHelp(_ text: String) -> String {
    // By scalars, since Swift takes a carriage return and a line feed for one character.
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
