import Foundation

/// A line of `Tests/Conformance/schedules.py`. Moments are seconds since 1970.
struct OracleCase: Decodable, CustomStringConvertible {
  let number: Int
  let expression: String
  let zone: String
  let start: Int
  /// The next fires after the start, by each implementation.
  let cronsim: [Int]
  let croniter: [Int]
  /// `cronsim` holds what its reading of the expression says of every minute, since its own walk goes wrong here. It
  /// may hold few or no fires, which are all of some days.
  let isScanned: Bool

  var description: String { "#\(number) \"\(expression)\" \(zone) after \(start)" }
}
