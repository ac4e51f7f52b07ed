import Postgres
import TestSupport
import Testing

/// The table of DESIGN 3, tried out: every role on every table with every verb, by really doing it.
extension StorageTests {
  @Suite struct GrantTests {
    private enum Verb: String, CaseIterable { case select, insert, update, delete, truncate }

    private static let read: Set<Verb> = [.select]
    private static let write: Set<Verb> = [.select, .insert, .update]
    private static let all: Set<Verb> = [.select, .insert, .update, .delete]

    /// What each role may do; a table or role that is not named may do nothing.
    private static let expected: [MigratedDatabase.Role: [String: Set<Verb>]] = [
      .gateway: [
        "schema_migration": read, "endpoint": read, "collection": read, "run": read, "run_transition": read,
        "run_activity": read, "catalog_dataset": read, "api_key": read,
        "audit_entry": read, "endpoint_health": read, "endpoint_health_change": read,
        "schedule_state": read, "backfill": read, "dead_letter": read,
        "catalog_dataset_version": read, "catalog_change_set": read, "catalog_change_set_dataset": read,
        "journal_entry": read, "journal_minute": read, "journal_position": read,
        "run_log": read, "process_start": read,
        "webhook": read, "webhook_state": read, "webhook_delivery": read,
      ],
      .scheduler: [
        "schema_migration": read, "endpoint": write, "endpoint_secret": all, "collection": write,
        "run": write,
        "run_transition": [.select, .insert], "run_activity": read, "catalog_dataset": read, "outbox": all,
        "command_log": all, "api_key": write, "audit_entry": [.select, .insert],
        "audit_seal": [.select, .insert], "endpoint_health": write,
        "endpoint_health_change": [.select, .insert], "schedule_state": all, "backfill": write,
        // Setting the mark of a dataset is a grant on columns, tried below.
        "catalog_dataset_version": read, "catalog_change_set": [.select, .update],
        "catalog_change_set_dataset": read, "journal_entry": all, "journal_minute": all,
        "journal_published": all, "journal_position": [.select, .update], "journal_missing_command": all,
        "run_log": [.select, .delete], "process_start": [.select, .insert, .delete],
        "webhook": write, "webhook_secret": all, "webhook_state": write, "webhook_outcome": all,
        "webhook_delivery": all,
        "dead_letter": all, "redrive": all,
      ],
      .executor: [
        "schema_migration": read, "endpoint": read, "endpoint_secret": read, "collection": read,
        // The update is of named columns, so that a statement on `status` passes.
        "run": [.select, .update], "run_transition": [.select, .insert], "run_activity": [.select, .insert],
        "catalog_dataset": write, "outbox": all, "endpoint_health": write,
        "endpoint_health_change": [.select, .insert], "catalog_dataset_version": [.select, .insert],
        "catalog_change_set": write, "catalog_change_set_dataset": [.select, .insert],
        "journal_entry": read, "journal_minute": read, "journal_position": read, "journal_published": write,
        "run_log": [.select, .insert], "process_start": [.select, .insert],
        "webhook": read, "webhook_secret": read, "webhook_state": [.select, .update],
        "webhook_outcome": [.insert], "webhook_delivery": write,
      ],
    ]

    @Test func everyRoleTableAndVerb() async throws {
      let database = try MigratedDatabase.ofThisSuite
      let owner = try await database.connect(as: .owner)
      let tables = try await owner.query(
        "select tablename::text from pg_tables where schemaname = 'nucleus' order by 1"
      ).map { try $0.decode("tablename", as: String.self) }
      #expect(tables.count >= 10)
      for role in MigratedDatabase.Role.allCases where role != .owner {
        let connection = try await database.connect(as: role)
        for table in tables {
          let column = try await Self.firstColumn(of: table, preferring: "status", owner)
          for verb in Verb.allCases {
            let isAllowed = try await Self.tries(verb, table: table, column: column, connection)
            let isExpected = Self.expected[role]?[table]?.contains(verb) ?? false
            #expect(isAllowed == isExpected, "\(role.rawValue) \(verb.rawValue) \(table)")
          }
        }
        await connection.close()
      }
    }

    @Test func theExecutorMayNotChangeWhatARunIsFor() async throws {
      let executor = try await MigratedDatabase.ofThisSuite.connect(as: .executor)
      for column in ["endpoint_id", "collection_id", "subject", "kind", "trigger", "requested_at", "filters"]
      {
        await #expect(throws: PostgresError.self, "\(column)") {
          try await executor.execute("update nucleus.run set \(identifier: column) = null where false")
        }
      }
    }

    @Test func theSchedulerMayMarkADatasetAndNothingElse() async throws {
      let scheduler = try await MigratedDatabase.ofThisSuite.connect(as: .scheduler)
      try await scheduler.execute(
        "update nucleus.catalog_dataset set is_stale = true, stale_since = null, stale_run_id = null where false"
      )
      for column in [
        "fields", "display_name", "last_run_id", "collected_at", "endpoint_id", "content_digest",
      ] {
        await #expect(throws: PostgresError.self, "\(column)") {
          try await scheduler.execute(
            "update nucleus.catalog_dataset set \(identifier: column) = null where false")
        }
      }
    }

    @Test func nobodyMayCreateOrGrant() async throws {
      let database = try MigratedDatabase.ofThisSuite
      for role in MigratedDatabase.Role.allCases where role != .owner {
        let connection = try await database.connect(as: role)
        await #expect(throws: PostgresError.self) {
          try await connection.execute("create table nucleus.mine (id int)")
        }
        await #expect(throws: PostgresError.self) {
          try await connection.execute("alter table nucleus.run disable trigger all")
        }
        await connection.close()
      }
    }

    @Test func theOutboxShowsEachServiceItsOwnRows() async throws {
      let database = try MigratedDatabase.ofThisSuite
      let insert: SQL = """
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, body)
        values (gen_random_uuid(), 'nucleus.events', 'x', false, 'run.started.v1', '{}')
        """
      let scheduler = try await database.connect(as: .scheduler)
      let executor = try await database.connect(as: .executor)
      try await scheduler.execute(insert)
      let seen = try await executor.query("select 1 from nucleus.outbox where routing_key = 'x'")
      #expect(seen.isEmpty)
      #expect(try await executor.execute("delete from nucleus.outbox where routing_key = 'x'") == 0)
      #expect(try await scheduler.execute("delete from nucleus.outbox where routing_key = 'x'") == 1)
    }

    private static func firstColumn(
      of table: String, preferring preferred: String, _ owner: PostgresConnection
    ) async throws -> String {
      let columns = try await owner.query(
        """
        select column_name::text from information_schema.columns
        where table_schema = 'nucleus' and table_name = \(table)
        -- A column that the server fills in by itself is refused before privileges are looked at.
        order by column_name <> \(preferred), is_identity = 'YES', ordinal_position limit 1
        """)
      return try #require(columns.first).decode("column_name")
    }

    /// Whether the server lets the verb pass; what it would do touches no row.
    private static func tries(
      _ verb: Verb, table: String, column: String, _ connection: PostgresConnection
    ) async throws -> Bool {
      let statement: SQL =
        switch verb {
        case .select: "select 1 from nucleus.\(identifier: table) where false"
        case .insert:
          "insert into nucleus.\(identifier: table) (\(identifier: column)) select null where false"
        case .update: "update nucleus.\(identifier: table) set \(identifier: column) = null where false"
        case .delete: "delete from nucleus.\(identifier: table) where false"
        case .truncate: "truncate nucleus.\(identifier: table)"
        }
      do {
        try await connection.execute(statement)
        return true
      } catch {
        // A generated column or a missing cast is no question of privilege.
        return error.sqlState != .insufficientPrivilege
      }
    }
  }
}
