import Synchronization

/// Collects the results of messages that one caller waits for together.
final class PublishBatch: Sendable {
  private struct State {
    var results: [Result<Void, AMQPError>]
    var remaining: Int
    var continuation: CheckedContinuation<[Result<Void, AMQPError>], Never>?
  }

  private let state: Mutex<State>

  /// - Parameter count: at least 1.
  init(count: Int, continuation: CheckedContinuation<[Result<Void, AMQPError>], Never>) {
    state = Mutex(
      State(
        results: Array(repeating: .success(()), count: count), remaining: count, continuation: continuation))
  }

  func complete(_ index: Int, _ result: Result<Void, AMQPError>) {
    let finished = state.withLock { state in
      state.results[index] = result
      state.remaining -= 1
      guard state.remaining == 0, let continuation = state.continuation else { return nil as (() -> Void)? }
      state.continuation = nil
      let results = state.results
      return { continuation.resume(returning: results) }
    }
    finished?()
  }
}
