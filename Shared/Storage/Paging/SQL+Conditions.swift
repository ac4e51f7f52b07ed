import Postgres

extension SQL {
  /// All of `conditions`, or no restriction at all.
  static func all(_ conditions: [SQL]) -> SQL {
    conditions.isEmpty ? "true" : SQL.join(conditions, separator: " and ")
  }
}
