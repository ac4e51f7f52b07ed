import Foundation

/// Whether tests run at their full length: `make soak`.
enum Soak {
  static let isOn = ProcessInfo.processInfo.environment["NUCLEUS_TEST_SOAK"] != nil

  /// How long what is repeated at random goes on in a soak: `NUCLEUS_TEST_SOAK=120` for two minutes.
  static let seconds =
    ProcessInfo.processInfo.environment["NUCLEUS_TEST_SOAK"].flatMap { Int($0) }.flatMap { $0 > 1 ? $0 : nil }
    ?? 600

  /// - Returns: the value for CI, or the one for a soak.
  static func pick<Value>(_ short: Value, soak: Value) -> Value { isOn ? soak : short }
}
