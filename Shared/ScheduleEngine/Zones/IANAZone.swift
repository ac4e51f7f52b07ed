import Foundation

/// A time zone of the tz database, by its name there.
///
/// The rules are those of Foundation, which carries the tz database with it.
public struct IANAZone: Sendable, Hashable {
  public let name: String
  private let zone: TimeZone

  /// The zone without daylight saving that is used where none is named.
  public static let utc = IANAZone(name: "UTC", zone: .gmt)

  /// A zone's name may be this long, in bytes of UTF-8.
  public static let longestName = 64

  /// - Parameter name: such as `Europe/Berlin`, in exactly the database's spelling.
  /// - Returns: nil for a name that the database does not have; abbreviations such as `PST` and offsets such as
  ///   `GMT+2`, which Foundation takes as well, are no names.
  public init?(_ name: String) {
    guard name.utf8.count <= Self.longestName, Self.isName(name), let zone = TimeZone(identifier: name) else {
      return nil
    }
    self.init(name: name, zone: zone)
  }

  private init(name: String, zone: TimeZone) {
    self.name = name
    self.zone = zone
  }

  /// The offset of its clocks from UTC in seconds, east positive.
  /// - Parameter second: since 1970.
  func offset(at second: Int) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
  }

  /// The first second of the next stretch of time with one offset; nil where none follows.
  func nextTransition(after second: Int) -> Int? {
    let moment = Date(timeIntervalSince1970: Double(second))
    guard let next = zone.nextDaylightSavingTimeTransition(after: moment) else { return nil }
    let transition = Int(next.timeIntervalSince1970.rounded())
    return transition > second ? transition : nil
  }

  /// The names of the database that have no `/`, and look like the abbreviations and offsets that are no names.
  private static let plainNames: Set<String> = [
    "CET", "CST6CDT", "EET", "EST", "EST5EDT", "GB", "GMT", "GMT+0", "GMT-0", "GMT0", "HST", "MET", "MST",
    "MST7MDT",
    "NZ", "NZ-CHAT", "PRC", "PST8PDT", "ROC", "ROK", "UCT", "UTC", "W-SU", "WET",
  ]

  private static func isName(_ name: String) -> Bool {
    guard name.utf8.allSatisfy({ $0.isLetterOrDigit || "/_+-".utf8.contains($0) }) else { return false }
    if name.contains("/") { return !name.hasPrefix("SystemV/") }
    // Countries and cities are written in small letters after the first.
    return plainNames.contains(name) || name.contains(where: \.isLowercase)
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
