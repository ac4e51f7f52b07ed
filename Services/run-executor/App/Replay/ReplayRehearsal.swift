import Domain
import Foundation
import JSON
import Postgres
import Storage

/// The two transactions of a run, its claim and its end, each tried for real and rolled back at once: nothing is held
/// while the connector works, however long somebody looks at it.
struct ReplayRehearsal: Sendable {
  /// What the end would write.
  struct End: Sendable {
    var isWritten: Bool
    var transitions: [RunTransition]
    var stats: JSONValue?
    var healthChanges: [EndpointHealthChange]
    var messages: [OutboxMessage]
  }

  let run: UUID
  /// As whom the run is claimed.
  let executor: String
  let connect: @Sendable () async throws -> PostgresConnection

  /// A lease that nobody will renew.
  private static let ttl = Duration.seconds(15)

  /// Claims the run as an executor does.
  /// - Returns: the claim, and the messages it would send.
  func claim() async throws -> (ClaimedRun, [OutboxMessage]) {
    try await withConnection { [self] connection in
      try await RunRehearsal.of(run, on: connection) { transaction in
        let claimed = try await RunClaims.claim([run], executor: executor, ttl: Self.ttl, in: transaction)
        guard let claim = claimed.first else { throw ReplayRefusal("the run cannot be claimed") }
        return (claim, try await OutboxStore.messages(about: run, in: transaction))
      }
    }
  }

  /// Ends the run as an executor does.
  func end(_ draft: RunEndDraft) async throws -> End {
    try await withConnection { [self] connection in
      let known = try await RunQueries.transitions(of: [run], in: connection)[run]?.count ?? 0
      return try await RunRehearsal.of(run, on: connection) { transaction in
        _ = try await RunClaims.claim([run], executor: executor, ttl: Self.ttl, in: transaction)
        let before = Set(try await OutboxStore.messages(about: run, in: transaction).map(\.id))
        let concluded = try await RunEndTransaction.conclude([draft], in: transaction)
        // The first new transition is that of the claim.
        let transitions = try await RunQueries.transitions(of: [run], in: transaction)[run] ?? []
        let stats = try await RunQueries.find([run], in: transaction)[run]?.stats
        let messages = try await OutboxStore.messages(about: run, in: transaction)
        return End(
          isWritten: concluded.ended.contains(run), transitions: Array(transitions.dropFirst(known + 1)),
          stats: stats, healthChanges: concluded.changes,
          messages: messages.filter { !before.contains($0.id) })
      }
    }
  }

  /// A connection for each transaction: the time between them may be long.
  func withConnection<R: Sendable>(
    _ body: @Sendable (PostgresConnection) async throws -> R
  ) async throws -> R {
    let connection = try await connect()
    do {
      let result = try await body(connection)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }
}
