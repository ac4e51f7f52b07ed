import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

/// A database with a long history of runs, skewed as real ones are: `NUCLEUS_TEST_RUNS` says how many.
struct RunHistory: Sendable {
  let database: MigratedDatabase
  let endpoints: [UUID]
  let collections: [UUID]
  /// A hundred runs, of all sorts.
  let batch: UUID

  static let size = ProcessInfo.processInfo.environment["NUCLEUS_TEST_RUNS"].flatMap(Int.init) ?? 50_000
  /// Runs that are queued or running.
  static let active = 200

  static func fill(_ database: MigratedDatabase) async throws -> RunHistory {
    let owner = try await database.connect(as: .owner)
    let endpoints = (0..<50).map { _ in UUID() }
    let collections = (0..<200).map { _ in UUID() }
    let batch = UUID()
    try await owner.execute(
      """
      insert into nucleus.endpoint (id, source_id, name, verb, url, kind, parameters)
      select id, id::text, 'n', 'POST', 'u', 'synthetic', '{}' from unnest(\(endpoints)) as t (id)
      """)
    try await owner.execute(
      """
      insert into nucleus.collection (id, endpoint_id, name)
      select c.id, (\(endpoints))[1 + c.place % \(endpoints.count)], c.id::text
      from unnest(\(collections)) with ordinality as c (id, place)
      """)
    // The first endpoint has a third of all runs, one kind is the most frequent, and few runs fail or are skipped.
    try await owner.execute(
      """
      insert into nucleus.run (id, kind, trigger, endpoint_id, collection_id, subject, status, requested_at,
        completed_at, error_code, batch_id, filters, stats)
      select gen_random_uuid(), kind, 'MANUAL', c.endpoint_id, case when kind = 'COLLECTION' then c.id end,
        'test:' || i, status, now() - (\(size) - i) / 3 * interval '1 second',
        case when status in ('QUEUED', 'RUNNING') then null else now() end,
        case when status = 'FAILED' then case when i % 970 = 0 then 'E_RUN_TIMEOUT' else 'E_RUN_LOST' end end,
        case when i % \(size / 100) = 0 then \(batch) end, '{"tables": ["a"]}', '{"datasets": 3}'
      from (
        select i, case when i % 10 < 6 then 'PREVIEW' when i % 500 = 7 then 'PROMPT' when i % 10 = 8 then 'INGESTION'
          else 'COLLECTION' end as kind,
          case when i > \(size) - \(active) then case i % 2 when 0 then 'QUEUED' else 'RUNNING' end
            when i % 97 = 0 then 'FAILED' when i % 1009 = 0 then 'SKIPPED' else 'SUCCEEDED' end as status,
          case when i % 3 = 0 then 0 else i * 31 % \(collections.count) end as place
        from generate_series(1::int8, \(size)) as i
      ) as drawn
      join unnest(\(collections)) with ordinality as o (id, place) on o.place = drawn.place + 1
      join nucleus.collection c on c.id = o.id
      """, timeout: .seconds(300))
    try await owner.execute("vacuum analyze nucleus.run", timeout: .seconds(300))
    await owner.close()
    return RunHistory(database: database, endpoints: endpoints, collections: collections, batch: batch)
  }

  /// Every combination of what a filter may name.
  func filters() async throws -> [RunQueries.Filter] {
    var filters: [RunQueries.Filter] = []
    let owners: [(UUID?, UUID?)] = [
      (nil, nil), (endpoints[1], nil), (endpoints[7], nil), (nil, collections[0]), (nil, collections[9]),
      // The collection's own endpoint, and another one.
      (endpoints[1], collections[0]), (endpoints[3], collections[0]),
    ]
    let from = Date().addingTimeInterval(-Double(Self.size) / 6)
    for (endpoint, collection) in owners {
      for status in [nil] + RunStatus.allCases.map(Optional.some) {
        for kind in [nil] + RunKind.allCases.map(Optional.some) {
          for isBounded in [false, true] {
            var filter = RunQueries.Filter()
            filter.endpointID = endpoint
            filter.collectionID = collection
            filter.status = status
            filter.kind = kind
            if isBounded {
              filter.from = from
              filter.to = from.addingTimeInterval(Double(Self.size) / 12)
            }
            filters.append(filter)
          }
        }
      }
    }
    for (endpoint, collection) in owners {
      for kind in [nil, RunKind.collection] {
        var filter = RunQueries.Filter()
        filter.endpointID = endpoint
        filter.collectionID = collection
        filter.kind = kind
        for statuses: Set<RunStatus> in [[.failed, .skipped], [.queued, .succeeded], [.running]] {
          filter.statuses = statuses
          filters.append(filter)
        }
        filter.statuses = nil
        filter.batchID = batch
        filters.append(filter)
        filter.statuses = [.succeeded, .running]
        filters.append(filter)
        filter.statuses = nil
        filter.batchID = nil
        for code in ["E_RUN_LOST", "E_RUN_TIMEOUT", "E_UNHEARD_OF"] {
          filter.errorCode = code
          filters.append(filter)
        }
      }
    }
    return filters
  }
}

/// Gives the suite one filled database for as long as its tests run.
struct RunHistoryServer: SuiteTrait, TestScoping {
  @TaskLocal static var current: RunHistory?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    try await MigratedDatabase.with(port: 25_885) { database in
      let history = try await RunHistory.fill(database)
      try await Self.$current.withValue(history) { try await body() }
    }
  }
}

extension RunHistory {
  static var ofThisSuite: RunHistory {
    get throws { try #require(RunHistoryServer.current) }
  }
}
