import Foundation
import JSON
import Postgres
import Testing

/// What the server really did for a statement.
struct QueryPlan {
  /// A place where rows of a table were read.
  struct Scan {
    let node: String
    let table: String
    let index: String?
    /// Rows that were looked at, also in vain.
    let rows: Double
  }

  let scans: [Scan]
  /// Rows that went into each sort.
  let sorted: [Double]
  let milliseconds: Double
  let text: String

  static func of(_ statement: SQL, in database: some PostgresExecutor) async throws -> QueryPlan {
    let rows = try await database.query("explain (analyze, format json) \(statement)")
    let text = try #require(rows.first).decode(at: 0, as: String.self)
    let plan = try #require(try JSONValue(parsing: text).arrayValue?.first)
    var scans: [Scan] = []
    var sorted: [Double] = []
    func walk(_ node: JSONValue) {
      let name = node["Node Type"]?.stringValue ?? ""
      let loops = node["Actual Loops"]?.doubleValue ?? 0
      let actual = (node["Actual Rows"]?.doubleValue ?? 0) * loops
      let children = node["Plans"]?.arrayValue ?? []
      if let table = node["Relation Name"]?.stringValue {
        let removed =
          ((node["Rows Removed by Filter"]?.doubleValue ?? 0)
            + (node["Rows Removed by Index Recheck"]?.doubleValue ?? 0)) * loops
        scans.append(
          Scan(
            node: name, table: table, index: node["Index Name"]?.stringValue, rows: actual + removed))
      }
      if name == "Sort" {
        sorted.append(contentsOf: children.map { ($0["Actual Rows"]?.doubleValue ?? 0) * loops })
      }
      children.forEach(walk)
    }
    walk(try #require(plan["Plan"]))
    return QueryPlan(
      scans: scans, sorted: sorted,
      milliseconds: (plan["Execution Time"]?.doubleValue ?? 0) + (plan["Planning Time"]?.doubleValue ?? 0),
      text: text)
  }
}
