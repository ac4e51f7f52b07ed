import GraphQL
import NIOCore
import Synchronization

/// Where the responses of one stream meet what else is to be written on it: one side offers, the other writes.
///
/// A response is taken only when the one before it has been written, so that a slow client slows its source.
final class StreamOutlet: Sendable {
  private struct State {
    var machine: StateMachine
    var writer: CheckedContinuation<StateMachine.Item, Never>?
    var source: CheckedContinuation<Bool, Never>?
    var isClosed = false
  }

  private let channel: any Channel
  private let state: Mutex<State>

  init(channel: any Channel, settings: EventStreamSettings) {
    self.channel = channel
    state = Mutex(State(machine: StateMachine(settings: settings, now: .now)))
  }

  // MARK: The source's side

  /// Returns once the response was written.
  /// - Returns: false when nothing more is written.
  func offer(_ response: GraphQLResponse) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isTaken = state.withLock { state in
          guard !Task.isCancelled, !state.isClosed, state.machine.offer(response) else { return false }
          state.source = continuation
          return true
        }
        if isTaken { wakeWriter() } else { continuation.resume(returning: false) }
      }
    } onCancel: {
      answerSource(false)
    }
  }

  /// Ends the stream, once what was offered is written; a client that has left is not written to.
  func finish(_ reason: StreamEnd) {
    let isBrokenOff = state.withLock { $0.machine.finish(reason, now: .now) }
    if isBrokenOff { cut() }
    wakeWriter()
  }

  // MARK: The writer's side

  /// Waits for what to do next; the end when the task is cancelled.
  func next() async -> StateMachine.Item {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let item = state.withLock { state -> StateMachine.Item? in
          if Task.isCancelled { return .end(.clientLeft) }
          if let item = state.machine.next(now: .now) { return item }
          state.writer = continuation
          return nil
        }
        if let item { continuation.resume(returning: item) }
      }
    } onCancel: {
      finish(.clientLeft)
    }
  }

  /// What ``next()`` gave was written.
  func wrote(response isResponse: Bool = false) {
    state.withLock { $0.machine.wrote(now: .now) }
    if isResponse { answerSource(true) }
  }

  /// Nothing more is written: the source is let go of.
  func close() {
    state.withLock { $0.isClosed = true }
    answerSource(false)
  }

  // MARK: The clock's side

  /// - Returns: whether the client was cut off.
  func tick() -> Bool {
    switch state.withLock({ $0.machine.tick(now: .now) }) {
    case .none: return false
    case .ready:
      wakeWriter()
      return false
    case .cut:
      cut()
      return true
    }
  }

  private func cut() { channel.close(promise: nil) }

  private func wakeWriter() {
    let (writer, item) = state.withLock {
      state -> (CheckedContinuation<StateMachine.Item, Never>?, StateMachine.Item?) in
      guard state.writer != nil, let item = state.machine.next(now: .now) else { return (nil, nil) }
      defer { state.writer = nil }
      return (state.writer, item)
    }
    if let writer, let item { writer.resume(returning: item) }
  }

  private func answerSource(_ isWritten: Bool) {
    let source = state.withLock { state in
      defer { state.source = nil }
      return state.source
    }
    source?.resume(returning: isWritten)
  }
}
