import Logging
import Postgres
import Storage
import TestSupport
import Testing
import ThreadActor

extension StorageTests {
  @Suite struct MigrationTests {
    @Test func isIdempotent() async throws {
      let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
      let migrations = try Migration.bundled()
      let report = try await Migrator(migrations).migrate(owner)
      #expect(report.applied.isEmpty)
      #expect(report.version == migrations.last?.version)
      #expect(try await SchemaVersion.current(owner) == report.version)
    }

    @Test func numbersGrow() throws {
      let versions = try Migration.bundled().map(\.version)
      #expect(versions.first == 1 && versions == Set(versions).sorted())
    }

    @Test func refusesAnEditedStep() async throws {
      let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
      var migrations = try Migration.bundled()
      let first = migrations[0]
      migrations[0] = Migration(
        version: first.version, name: first.name, script: first.script + "\n-- edited")
      await #expect(throws: MigrationError(kind: .changed(version: first.version))) {
        _ = try await Migrator(migrations).migrate(owner)
      }
    }

    @Test func refusesADatabaseOfTheFuture() async throws {
      let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
      let newest = try #require(try Migration.bundled().last).version
      let migrations = try Migration.bundled().dropLast()
      await #expect(throws: MigrationError(kind: .unknown(version: newest))) {
        _ = try await Migrator(Array(migrations)).migrate(owner)
      }
    }

    /// Several migrators at once on an empty database: one does the work, the others find it done.
    @Test func manyAtOnce() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.server.createDatabase("empty")
      var configuration = database.configuration(.owner)
      configuration.database = "empty"
      let target = configuration
      let applied = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<5 {
          group.addTask {
            let connection = try await PostgresConnection.connect(
              target, on: PollingThread(name: "migrator"), logger: Logger(label: "test"))
            let report = try await Migrator(try Migration.bundled()).migrate(connection)
            await connection.close()
            return report.applied.count
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      let all = try Migration.bundled().count
      #expect(applied.sorted() == [0, 0, 0, 0, all])
    }
  }
}
