import Synchronization

/// Who sent a request and how the commands that come of it are told apart.
final class RequestIdentity: Sendable {
  /// In the answer's header, in logs and in messages.
  let correlationID: String
  let caller: Caller
  let idempotencyKey: IdempotencyKey?
  private let commands = Atomic(0)

  init(correlationID: String, caller: Caller, idempotencyKey: IdempotencyKey?) {
    self.correlationID = correlationID
    self.caller = caller
    self.idempotencyKey = idempotencyKey
  }

  /// The number of the next command of this request, from 1. Mutations of one request are executed in order,
  /// so the same request numbers its commands the same way again.
  func nextCommandNumber() -> Int { commands.add(1, ordering: .relaxed).newValue }
}
