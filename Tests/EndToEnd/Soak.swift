import Foundation

/// Whether tests run at their full length: `make soak`.
enum Soak {
  static let isOn = ProcessInfo.processInfo.environment["NUCLEUS_TEST_SOAK"] != nil

  /// - Returns: the value for CI, or the one for a soak.
  static func pick<Value>(_ short: Value, soak: Value) -> Value { isOn ? soak : short }
}
