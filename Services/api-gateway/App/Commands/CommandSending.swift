import Contracts

/// What carries commands to the scheduler.
public protocol CommandSending: Sendable {
  /// Sends a command and waits for its answer.
  /// - Throws: ``Refusal`` with `E_UNAVAILABLE` or `E_TIMEOUT` where there is none.
  func send(_ request: CommandRequest) async throws -> CommandReply
}
