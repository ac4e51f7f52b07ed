import Contracts
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  @Suite struct CommandLogTests {
    private func handle(_ id: String, digest: String?, _ pool: PostgresPool) async throws -> CommandReply? {
      let entry = CommandLogStore.Entry(commandID: id, requestDigest: digest)
      let isFresh = try await pool.transaction { transaction in
        guard try await CommandLogStore.claim([entry], in: transaction) == [id] else { return false }
        try await CommandLogStore.record([(id, .done(result: "first"))], in: transaction)
        return true
      }
      return isFresh ? nil : try await CommandLogStore.replies(to: [entry], in: pool)[id]
    }

    @Test func theSameCommandTwiceHasOneEffectAndOneAnswer() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let id = UUID.v7().lowercased
        let answers = [try await handle(id, digest: "d", pool), try await handle(id, digest: "d", pool)]
        #expect(answers == [nil, .done(result: "first")])
      }
    }

    @Test func anotherBodyUnderTheSameKeyIsRefused() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let id = UUID.v7().lowercased
        _ = try await handle(id, digest: "d", pool)
        guard case .refused(let refusal) = try await handle(id, digest: "other", pool) else {
          Issue.record("not refused")
          return
        }
        #expect(refusal.code == .invalidInput && refusal.field == "Idempotency-Key")
      }
    }

    @Test func oneOfManyAtOnceHandlesIt() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler, size: 10) { pool in
        let id = UUID.v7().lowercased
        let handled = try await withThrowingTaskGroup(of: CommandReply?.self) { group in
          for _ in 0..<10 { group.addTask { try await handle(id, digest: nil, pool) } }
          return try await group.reduce(into: [CommandReply?]()) { $0.append($1) }
        }
        #expect(handled.filter { $0 == nil }.count == 1)
        #expect(handled.compactMap { $0 }.allSatisfy { $0 == .done(result: "first") })
      }
    }

    @Test func aRolledBackCommandIsForgotten() async throws {
      struct Stop: Error {}
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let entry = CommandLogStore.Entry(commandID: UUID.v7().lowercased, requestDigest: nil)
        await #expect(throws: Stop.self) {
          try await pool.transaction { transaction in
            _ = try await CommandLogStore.claim([entry], in: transaction)
            throw Stop()
          }
        }
        let answer = try await handle(entry.commandID, digest: nil, pool)
        #expect(answer == nil)
      }
    }
  }
}
