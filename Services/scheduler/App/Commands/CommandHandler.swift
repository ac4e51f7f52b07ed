import Contracts
import Postgres
import Storage

/// Carries out one sort of command.
protocol CommandHandler<Body>: Sendable {
  associatedtype Body: Command

  /// What the command is about, from the command alone: for the audit log, where nothing comes of it.
  func subject(of command: Body) -> AuditSubject

  /// Decides and writes. May be called again for the same command when its transaction did not commit.
  /// - Throws: `Refusal`, before the first write: a refusal is recorded in the same transaction.
  func handle(
    _ command: Body, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect

  /// Called after the commit of a command that was done, before the relay is told of its messages: makes what those need
  /// who hear of it. Where another commit wakes the relay meanwhile, they may hear of it before.
  func makeReady(_ command: Body) async

  /// Called then, before its reply goes out.
  func committed(_ command: Body) async
}

extension CommandHandler {
  func makeReady(_ command: Body) async {}
  func committed(_ command: Body) async {}
}
