import Foundation
import JSON
import Postgres

/// How many rows a list holds: exact up to a bound, beyond it as the database's planner reckons, so that no count ever
/// scans for long.
public struct ListCount: Sendable, Equatable {
  public var value: Int
  public var isEstimate: Bool

  /// Up to here every row is counted.
  public static let bound = 10_000

  public init(value: Int, isEstimate: Bool = false) {
    self.value = value
    self.isEstimate = isEstimate
  }

  /// - Parameters:
  ///   - rows: selects anything once for each row.
  ///   - plain: selects the same rows, as simply as the planner reckons best.
  static func of(
    _ rows: SQL, estimatedBy plain: SQL, in database: some PostgresExecutor
  ) async throws -> ListCount {
    let counted: Int = try await database.query(
      "select count(*)::int8 as total from (select from (\(rows)) as r limit \(bound + 1)) as r"
    ).only().decode("total")
    if counted <= bound { return ListCount(value: counted) }
    let plan = try await database.query("explain (format json) \(plain)").only().decode(
      at: 0, as: String.self)
    let estimate = try JSONValue(parsing: plan).arrayValue?.first?["Plan"]?["Plan Rows"]?.doubleValue ?? 0
    return ListCount(value: max(bound + 1, Int(estimate.rounded())), isEstimate: true)
  }
}
