/// The version of a PostgreSQL server.
struct ServerVersion: Sendable, Comparable, CustomStringConvertible {
  /// As the protocol gives it: 150002 is 15.2.
  let number: Int

  /// The oldest whose catalogs the queries fit.
  static let oldest = ServerVersion(number: 120_000)

  /// `PostgreSQL 15.2`.
  var description: String { "PostgreSQL \(number / 10_000).\(number % 10_000)" }

  /// Whether a table that was never counted says so; before, it says 0 as an empty one does.
  var tellsUncounted: Bool { number >= 140_000 }

  static func < (left: ServerVersion, right: ServerVersion) -> Bool { left.number < right.number }
}
