import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  /// The lists of endpoints, collections and datasets read no whole table for what a filter names.
  @Suite struct SearchIndexTests {
    @Test func everyFilterHasItsIndex() async throws {
      let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
      await #expect(throws: RolledBack.self) {
        try await owner.transaction { owner in
          try await Self.fill(owner)
          for (table, condition, order) in [
            ("endpoint", "project_id = 'p7'", "created_at desc, id desc"),
            ("endpoint", "project_id is not null", "created_at desc, id desc"),
            (
              "endpoint",
              "(name ilike '%needle%' or source_id ilike '%needle%' or description ilike '%needle%')",
              "created_at desc, id desc"
            ),
            ("endpoint", "deleted_at is null", "name, id"),
            ("endpoint", "labels @> '{rare}'", "name, id"),
            ("collection", "deleted_at is null", "created_at desc, id desc"),
            ("collection", "deleted_at is null", "name, id"),
            ("collection", "name ilike '%c777%'", "created_at desc, id desc"),
            (
              "collection", "endpoint_id = '00000000-0000-7000-8000-000000000007'", "created_at desc, id desc"
            ),
            ("catalog_dataset", "true", "display_name, id"),
            ("catalog_dataset", "endpoint_id = '00000000-0000-7000-8000-000000000007'", "display_name, id"),
            ("catalog_dataset", "labels @> '{rare}'", "display_name, id"),
            ("catalog_dataset", "labels = '{}'", "display_name, id"),
            (
              "catalog_dataset",
              "(display_name ilike '%needle%' or upstream_id ilike '%needle%' or description ilike '%needle%')",
              "display_name, id"
            ),
          ] {
            let plan = try await QueryPlan.of(
              """
              select * from nucleus.\(identifier: table) where \(unescaped: condition)
              order by \(unescaped: order) limit 50
              """, in: owner)
            #expect(plan.scans.allSatisfy { $0.node != "Seq Scan" }, "\(table) \(condition)\n\(plan.text)")
            #expect(plan.sorted.allSatisfy { $0 <= 400 }, "\(table) \(condition)\n\(plan.text)")
          }
          throw RolledBack()
        }
      }
      await owner.close()
    }

    private struct RolledBack: Error {}

    private static func fill(_ owner: PostgresConnection) async throws {
      try await owner.execute(
        """
        insert into nucleus.endpoint (id, source_id, project_id, name, verb, url, kind, labels, parameters)
        select ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'index-' || i, 'p' || i % 100,
          case when i = 777 then 'the needle' else 'endpoint ' || i end, 'POST', 'u', 'synthetic',
          case when i % 500 = 0 then '{rare}' else '{often}' end::text[], '{}'
        from generate_series(1, 4000) as i
        """)
      try await owner.execute(
        """
        insert into nucleus.collection (id, endpoint_id, name)
        select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((1 + i % 4000)::text, 12, '0'))::uuid, 'c' || i
        from generate_series(1, 8000) as i
        """)
      try await owner.execute(
        """
        with run as (
          insert into nucleus.run (id, kind, trigger, endpoint_id, subject, status, completed_at)
          values (gen_random_uuid(), 'COLLECTION', 'MANUAL', '00000000-0000-7000-8000-000000000001', 'index',
            'SUCCEEDED', now()) returning id
        )
        insert into nucleus.catalog_dataset (id, endpoint_id, upstream_id, display_name, labels, fields, content_digest,
          first_run_id, last_run_id)
        select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((1 + i % 200)::text, 12, '0'))::uuid,
          'public.t' || i, case when i = 5000 then 'needle' else 'table ' || i end,
          case when i % 1000 = 0 then '{rare}' when i % 10 = 0 then '{}' else '{often}' end::text[], '[]', 'd', run.id,
          run.id
        from generate_series(1, 20000) as i, run
        """)
      // As autovacuum does after a while.
      for index in [
        "endpoint_search", "endpoint_labels", "collection_search", "catalog_dataset_search",
        "catalog_dataset_labels",
      ] {
        try await owner.execute("select gin_clean_pending_list(\("nucleus.\(index)")::regclass)")
      }
      for table in ["endpoint", "collection", "catalog_dataset"] {
        try await owner.execute("analyze nucleus.\(identifier: table)")
      }
    }
  }
}
