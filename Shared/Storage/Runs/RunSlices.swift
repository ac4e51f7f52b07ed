import Domain
import Foundation
import Postgres

/// Reads runs in the order of a list, slice by slice, so that an index lies behind every filter.
///
/// Each pair of a kind and an end has its runs in order in an index over ended runs; the active ones are few and are
/// sorted. A list merges the slices that its filter leaves.
struct RunSlices {
  /// Which index holds the ended runs, beside kind and status.
  enum Owner: Sendable {
    case all
    case endpoint(SQL)
    case collection(SQL)

    var conditions: [SQL] {
      switch self {
      case .all: []
      case .endpoint(let id): ["r.endpoint_id = \(id)"]
      case .collection(let id): ["r.collection_id = \(id)"]
      }
    }
  }

  var owner = Owner.all
  var kind: RunKind?
  /// Nil for all; not empty.
  var statuses: Set<RunStatus>?
  /// Only the runs of a backfill: so few that they are sorted.
  var batchID: UUID?
  /// What must hold beside, on the columns of the alias `r`.
  var conditions: [SQL] = []

  private var wanted: [RunStatus] { RunStatus.allCases.filter { statuses?.contains($0) ?? true } }

  /// The slices of ended runs.
  func ended(_ columns: SQL) -> [SQL] {
    let ends = wanted.filter(\.isTerminal)
    return (kind.map { [$0] } ?? RunKind.allCases).flatMap { kind in
      ends.map { status in
        // Kind and status stand in the text: with them the planner knows how many runs there are.
        let slice: SQL =
          "r.kind = '\(unescaped: kind.rawValue)' and r.status = '\(unescaped: status.rawValue)'"
        return
          "select \(columns) from nucleus.run r where \(SQL.all(owner.conditions + [slice] + conditions))"
      }
    }
  }

  /// The slice of active runs; nil where the filter leaves none.
  func active(_ columns: SQL) -> SQL? {
    let active = wanted.filter { !$0.isTerminal }
    guard let first = active.first else { return nil }
    var more = owner.conditions + conditions
    if let kind { more.append("r.kind = '\(unescaped: kind.rawValue)'") }
    if active.count == 1 { more.append("r.status = '\(unescaped: first.rawValue)'") }
    // The fence keeps the planner at the one index that holds all active runs and little else: those for the reaper
    // are full of what has been active.
    return """
      select \(columns) from (
        select * from nucleus.run where status in ('QUEUED', 'RUNNING') offset 0) as r
      where \(SQL.all(more))
      """
  }

  /// The slice of one backfill.
  private func batch(_ id: UUID, _ columns: SQL) -> SQL {
    var more = owner.conditions + conditions
    if let kind { more.append("r.kind = '\(unescaped: kind.rawValue)'") }
    if let statuses { more.append("r.status = any(\(statuses.map(\.rawValue)))") }
    // The fence keeps the planner at the index of batches.
    return """
      select \(columns) from (select * from nucleus.run where batch_id = \(id) offset 0) as r
      where \(SQL.all(more))
      """
  }

  private func all(_ columns: SQL) -> [SQL] {
    if let batchID { return [batch(batchID, columns)] }
    return ended(columns) + [active(columns)].compactMap { $0 }
  }

  /// All rows, unordered.
  func rows(_ columns: SQL) -> SQL { SQL.join(all(columns), separator: " union all ") }

  /// The first rows, newest first.
  func page(_ columns: SQL, first: Int) -> SQL {
    Self.merge(all(columns), first: first)
  }

  /// The first rows of several slices. Each is ordered and cut by itself: that lets the planner merge them, reading one
  /// row more of each than it shows.
  static func merge(_ slices: [SQL], first: Int) -> SQL {
    let newest: SQL = "order by r.requested_at desc, r.id desc limit \(first)"
    let parts = SQL.join(slices.map { "(\($0) \(newest))" }, separator: " union all ")
    return slices.count == 1 ? "\(slices[0]) \(newest)" : "select * from (\(parts)) as r \(newest)"
  }
}
