import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  @Suite struct DatasetVersionTests {
    private static let id = DatasetField(name: "id", type: "integer", nullable: false, primaryKey: true)
    private static let note = DatasetField(name: "note", type: "text", nullable: true)

    @Test func changesOfFieldsAreVersions() async throws {
      try await CatalogPlatform.with { platform in
        let first = try await platform.begin()
        _ = try await platform.end(first, [CatalogPlatform.table("t", [Self.id, Self.note])])
        var versions = try await platform.versions(of: "t")
        #expect(versions.map(\.version) == [1])
        #expect(
          versions[0].added == ["id", "note"] && versions[0].removed.isEmpty && versions[0].changed.isEmpty)
        #expect(versions[0].runID == first.runID)

        var id = Self.id
        id.type = "bigint"
        let fields = [id, DatasetField(name: "placed,at \"x\"", type: "date", nullable: true)]
        let second = try await platform.begin()
        let change = try await platform.end(second, [CatalogPlatform.table("t", fields)])
        #expect((change.added, change.changed) == (0, 1))
        // Seeing the same again, or what is no change of fields, makes none.
        _ = try await platform.collect([CatalogPlatform.table("t", fields)])
        var described = CatalogPlatform.table("t", fields)
        described.description = "Orders"
        described.fields[0].description = "Number"
        #expect(try await platform.collect([described]).changed == 1)
        versions = try await platform.versions(of: "t")
        #expect(versions.map(\.version) == [1, 2])
        #expect(versions[1].added == ["placed,at \"x\""] && versions[1].removed == ["note"])
        #expect(versions[1].changed == ["id: integer → bigint"] && versions[1].runID == second.runID)
        // A limited run sees a dataset whole.
        _ = try await platform.collect([CatalogPlatform.table("t", [id])], isComplete: false)
        #expect(try await platform.versions(of: "t").last?.removed == ["placed,at \"x\""])
        #expect(try await platform.datasets().first?.found.fields == [id])
      }
    }

    /// An executor of the release before may have stored a dataset without one.
    @Test func aFirstVersionThatIsMissingIsMadeUpFor() async throws {
      try await CatalogPlatform.with { platform in
        _ = try await platform.collect("a", "b")
        let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
        try await owner.execute(
          """
          delete from nucleus.catalog_dataset_version v using nucleus.catalog_dataset d
          where d.id = v.dataset_id and d.endpoint_id = \(platform.sample.endpoint.id)
          """)
        await owner.close()
        #expect(try await platform.collect("a", "b").changed == 0)
        for name in ["a", "b"] {
          let versions = try await platform.versions(of: name)
          #expect(versions.map(\.version) == [1] && versions.first?.added == ["id"])
        }
      }
    }

    /// What has not changed is neither sent nor written again (P10).
    @Test func anUnchangedCatalogRewritesNoFields() async throws {
      try await CatalogPlatform.with { platform in
        let fields = (0..<20).map { DatasetField(name: "column_\($0)", type: "text", nullable: true) }
        let large = (0..<1_200).map { CatalogPlatform.table("t\($0)", fields) }
        let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
        func figures() async throws -> [Int] {
          let row = try #require(
            try await owner.query(
              """
              select (select count(*)::int8 from nucleus.catalog_dataset_version v
                        join nucleus.catalog_dataset d on d.id = v.dataset_id
                      where d.endpoint_id = \(platform.sample.endpoint.id)) as versions,
                (pg_current_wal_lsn() - '0/0')::int8 as log
              """
            ).first)
          return [try row.decode("versions"), try row.decode("log")]
        }
        let before = try await figures()
        #expect(try await platform.collect(large).added == 1_200)
        let first = try await figures()
        #expect(try await platform.collect(large).changed == 0)
        let second = try await figures()
        #expect(first[0] == 1_200 && second[0] == 1_200)
        // Half at most: a full page image may come between.
        #expect((second[1] - first[1]) * 2 < first[1] - before[1])
        await owner.close()
      }
    }
  }
}
