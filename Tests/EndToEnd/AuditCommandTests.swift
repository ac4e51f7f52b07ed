import Foundation
import Postgres
import TestSupport
import Testing

extension EndToEnd {
  /// `scheduler verify-audit` against a database of its own.
  @Suite struct AuditCommand {
    private func verify(_ database: MigratedDatabase, _ arguments: String...) async throws -> Command.Outcome
    {
      let url = ["NUCLEUS_DATABASE_URL": database.url(.scheduler)]
      return try await Command(
        program: "\(Platform.executables)/scheduler", arguments: ["verify-audit"] + arguments,
        environment: Platform.baseEnvironment.merging(url) { _, new in new }, deadline: .seconds(20)
      ).run()
    }

    @Test func tellsAWholeLogFromOneThatWasTamperedWith() async throws {
      // Below the ports that platforms are given.
      try await MigratedDatabase.with(port: 25_890) { database in
        let whole = try await verify(database)
        #expect(whole.status == 0 && whole.output.contains("0 entries sealed"), "\(whole.errors)")
        let head = String(repeating: "0", count: 64)
        #expect(whole.output.contains("Head: \(head)"))
        let later = try await verify(database, "--head", head)
        #expect(later.status == 0)
        let other = try await verify(database, "--head", String(repeating: "f", count: 64))
        #expect(other.status == 2 && other.errors.contains("not part of the chain"))
        let wrong = try await verify(database, "--head", "xyz")
        #expect(wrong.status == 64)

        let owner = try await database.connect(as: .owner)
        try await owner.execute(
          """
          with entry as (
            insert into nucleus.audit_entry (actor_id, actor_name, action, outcome)
            values ('k', 'n', 'endpoint.delete.v1', 'done') returning sequence
          )
          insert into nucleus.audit_seal (sequence, hash) select sequence, sha256('x') from entry
          """)
        let id = try await owner.query("select id::text as id from nucleus.audit_entry").map {
          try $0.decode("id", as: String.self)
        }
        await owner.close()
        let tampered = try await verify(database)
        #expect(tampered.status == 2 && tampered.output.isEmpty)
        #expect(tampered.errors.contains("entry \(id.joined()) (number 1) was changed"))
      }
    }

    @Test func helpTellsWhatItDoes() async throws {
      let help = try await Command(
        program: "\(Platform.executables)/scheduler", arguments: ["verify-audit", "--help"],
        environment: Platform.baseEnvironment, deadline: .seconds(20)
      ).run()
      #expect(help.status == 0)
      for piece in ["--head", "NUCLEUS_DATABASE_URL", "Exit code"] { #expect(help.output.contains(piece)) }
    }
  }
}
