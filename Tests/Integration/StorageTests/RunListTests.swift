import Contracts
import Domain
import Foundation
import JSON
import Postgres
import TestSupport
import Testing

@testable import Storage

/// Lists of runs over a long history (P12).
@Suite(.serialized, .timeLimit(.minutes(10)), RunHistoryServer()) struct RunListTests {
  private static let page = 50

  /// The same list as it would be written without a thought for indexes.
  private func plainList(
    _ filter: RunQueries.Filter, after cursor: Run? = nil, first: Int, _ pool: PostgresPool
  ) async throws -> [UUID] {
    var conditions: [SQL] = []
    if let id = filter.endpointID { conditions.append("endpoint_id = \(id)") }
    if let id = filter.collectionID { conditions.append("collection_id = \(id)") }
    if let status = filter.status { conditions.append("status = \(status.rawValue)") }
    if let statuses = filter.statuses { conditions.append("status = any(\(statuses.map(\.rawValue)))") }
    if let code = filter.errorCode { conditions.append("error_code = \(code)") }
    if let batch = filter.batchID { conditions.append("batch_id = \(batch)") }
    if let kind = filter.kind { conditions.append("kind = \(kind.rawValue)") }
    if let from = filter.from { conditions.append("requested_at >= \(from)") }
    if let to = filter.to { conditions.append("requested_at < \(to)") }
    if let cursor { conditions.append("(requested_at, id) < (\(cursor.requestedAt), \(cursor.id))") }
    return try await pool.query(
      """
      select id from nucleus.run where \(SQL.all(conditions)) order by requested_at desc, id desc limit \(first)
      """
    ).map { try $0.decode("id") }
  }

  @Test func everyFilterListsWhatItSays() async throws {
    let history = try RunHistory.ofThisSuite
    try await history.database.withPool(as: .gateway) { pool in
      for filter in try await history.filters() {
        let first = try await RunQueries.list(filter, page: Page(first: 20), in: pool)
        #expect(first.map(\.id) == (try await plainList(filter, first: 20, pool)), "\(filter)")
        guard let cursor = first.last else { continue }
        let next = try await RunQueries.list(filter, page: Page(first: 20, after: cursor.id), in: pool)
        let expected = try await plainList(filter, after: cursor, first: 20, pool)
        #expect(next.map(\.id) == expected, "\(filter)")
      }
    }
  }

  /// No filter reads the table, or sorts more than the runs that are active.
  @Test func everyFilterHasItsIndex() async throws {
    let history = try RunHistory.ofThisSuite
    try await history.database.withPool(as: .gateway) { pool in
      var slowest: [(Double, String)] = []
      for filter in try await history.filters() {
        let deep = try await deepPosition(filter, pool)
        for position in [nil, deep] {
          let statement = RunQueries.statement(
            filter, after: position, first: Self.page, columns: RunColumns.all)
          let plan = try await QueryPlan.of(statement, in: pool)
          let runs = plan.scans.filter { $0.table == "run" }
          #expect(!runs.isEmpty)
          for scan in runs {
            #expect(scan.node != "Seq Scan", "\(filter)\n\(plan.text)")
            #expect(scan.rows <= Double(max(Self.page + 1, RunHistory.active)), "\(filter)\n\(plan.text)")
          }
          // Slices that were cut, and the active ones.
          #expect(plan.sorted.allSatisfy { $0 <= Double(Self.page * 13) }, "\(filter)\n\(plan.text)")
          slowest.append((plan.milliseconds, "\(position == nil ? "first" : "deep") \(filter)"))
        }
      }
      report("run lists", slowest)
    }
  }

  /// Where page 1,000 begins, or the last page there is.
  private func deepPosition(
    _ filter: RunQueries.Filter, _ pool: PostgresPool
  ) async throws -> (at: Date, id: UUID)? {
    let count = try await RunQueries.count(filter, in: pool)
    let skipped = min(1_000 * Self.page, max(0, count.value - Self.page))
    guard skipped > 0 else { return nil }
    return try await pool.query(
      """
      select r.requested_at, r.id from nucleus.run r where \(filter.plain)
      order by r.requested_at desc, r.id desc offset \(skipped) limit 1
      """
    ).first.map { (try $0.decode("requested_at"), try $0.decode("id")) }
  }

  /// With `NUCLEUS_TEST_FIGURES`, says how long statements took.
  private func report(_ what: String, _ times: [(Double, String)]) {
    guard ProcessInfo.processInfo.environment["NUCLEUS_TEST_FIGURES"] != nil else { return }
    let sorted = times.sorted { $0.0 > $1.0 }
    var text = "\(what) over \(RunHistory.size) runs, \(times.count) statements, median "
    text += "\(sorted[sorted.count / 2].0) ms, slowest:\n"
    for (time, name) in sorted.prefix(3) { text += "  \(time) ms \(name)\n" }
    FileHandle.standardError.write(Data(text.utf8))
  }

  @Test func countsAreExactToTheBoundAndEstimatesBeyond() async throws {
    let history = try RunHistory.ofThisSuite
    try await history.database.withPool(as: .gateway) { pool in
      var times: [(Double, String)] = []
      for filter in try await history.filters() {
        let start = ContinuousClock.now
        let count = try await RunQueries.count(filter, in: pool)
        times.append(((ContinuousClock.now - start) / .milliseconds(1), "\(filter)"))
        let exact: Int = try await pool.query(
          "select count(*)::int8 as total from nucleus.run r where \(filter.plain)"
        ).only().decode("total")
        #expect(count.isEstimate == (exact > ListCount.bound), "\(filter)")
        if count.isEstimate {
          #expect(count.value > ListCount.bound)
        } else {
          #expect(count.value == exact, "\(filter)")
        }
        if filter == RunQueries.Filter() {
          #expect(abs(Double(count.value) / Double(exact) - 1) < 0.05, "\(count.value) instead of \(exact)")
        }
      }
      report("counts", times)
    }
  }

  @Test func knowsWhetherAPageComesBefore() async throws {
    let history = try RunHistory.ofThisSuite
    try await history.database.withPool(as: .gateway) { pool in
      var filter = RunQueries.Filter()
      filter.status = .failed
      let failed = try await RunQueries.list(filter, page: Page(first: 3), in: pool)
      let newest = try #require(try await RunQueries.list(.init(), page: Page(first: 1), in: pool).first)
      // A cursor need not be part of the list: before the newest run of all there is no failed one.
      for (cursor, expected) in [(newest.id, false), (failed[0].id, true), (failed[2].id, true)] {
        let has = try await RunQueries.hasRun(filter, upTo: cursor, in: pool)
        #expect(has == expected)
      }
      await #expect(throws: UnknownCursor.self) {
        _ = try await RunQueries.hasRun(filter, upTo: .v7(), in: pool)
      }
    }
  }

  @Test func listsOfManyOwnersAreThoseOfEach() async throws {
    let history = try RunHistory.ofThisSuite
    try await history.database.withPool(as: .gateway) { pool in
      for (owners, owner) in [
        (Array(history.endpoints.prefix(20)), RunQueries.Owner.endpoint),
        (Array(history.collections.prefix(40)), .collection),
      ] {
        let lists = try await RunQueries.list(of: owners, by: owner, page: Page(first: 30), in: pool)
        for id in owners {
          var filter = RunQueries.Filter()
          filter.kind = .collection
          if owner == .endpoint { filter.endpointID = id } else { filter.collectionID = id }
          let expected = try await RunQueries.list(filter, page: Page(first: 30), in: pool)
          #expect(lists[id, default: []] == expected)
        }
      }
    }
  }

  @Test func leavesOutWhatNobodyAsksFor() async throws {
    let history = try RunHistory.ofThisSuite
    try await history.database.withPool(as: .gateway) { pool in
      for columns: RunColumns in [[], [.stats], [.filters, .error], .all] {
        let runs = try await RunQueries.list(.init(), page: Page(first: 5), columns: columns, in: pool)
        #expect(runs.count == 5)
        #expect(runs.allSatisfy { ($0.filters != nil) == columns.contains(.filters) })
        #expect(runs.allSatisfy { ($0.stats != nil) == columns.contains(.stats) })
      }
      let statement = RunQueries.statement(.init(), after: nil, first: 5, columns: []).text
      for column in ["r.filters", "r.stats", "r.error,"] { #expect(!statement.contains(column)) }
    }
  }
}
