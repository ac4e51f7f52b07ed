/// Metric names as Prometheus wants them, from labels as the code spells them.
enum MetricName {
  static func counter(_ label: String) -> String { suffixed(label, "_total") }

  static func gauge(_ label: String) -> String { valid(label) }

  static func timer(_ label: String) -> String { suffixed(label, "_seconds") }

  /// A valid name: `[a-zA-Z_:][a-zA-Z0-9_:]*`. Every other character becomes an underscore.
  static func valid(_ label: String) -> String {
    var name = String(String.UnicodeScalarView(label.unicodeScalars.map { isValid($0) ? $0 : "_" }))
    if name.first?.isNumber ?? true { name = "_" + name }
    return name
  }

  private static func suffixed(_ label: String, _ suffix: String) -> String {
    let name = valid(label)
    return name.hasSuffix(suffix) ? name : name + suffix
  }

  private static func isValid(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", ":": true
    default: false
    }
  }
}
