import Contracts
import Synchronization

/// Where one command's answer arrives, once, before or after somebody waits for it.
final class ReplySlot: Sendable {
  private enum State {
    case empty
    case awaited(CheckedContinuation<CommandReply, any Error>)
    case filled(Result<CommandReply, any Error>)
    case finished
  }

  private let state = Mutex(State.empty)

  /// The first result counts.
  func fill(_ result: Result<CommandReply, any Error>) {
    let waiter = state.withLock { state -> CheckedContinuation<CommandReply, any Error>? in
      switch state {
      case .empty:
        state = .filled(result)
        return nil
      case .awaited(let waiter):
        state = .finished
        return waiter
      case .filled, .finished: return nil
      }
    }
    waiter?.resume(with: result)
  }

  /// Waits for the result; called once. A cancelled task waits no longer.
  func value() async throws -> CommandReply {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state -> Result<CommandReply, any Error>? in
          if case .filled(let result) = state {
            state = .finished
            return result
          }
          state = .awaited(continuation)
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      fill(.failure(CancellationError()))
    }
  }
}
