import AMQP
import Synchronization

/// Takes from a stream, as it goes by, the messages that are wanted, and lets all others go.
final class JournalHarvest: Sendable {
  private struct State {
    /// In the order of the stream, the next one last.
    var pending: [JournalReader.Wanted]
    var readings: [Int64: JournalReader.Reading] = [:]
  }

  private let state: Mutex<State>
  private let allowance: ByteAllowance

  /// - Parameters:
  ///   - wanted: in the order of the stream, each place once.
  ///   - allowance: for the bodies.
  init(_ wanted: [JournalReader.Wanted], _ allowance: ByteAllowance) {
    state = Mutex(State(pending: wanted.reversed()))
    self.allowance = allowance
  }

  var readings: [Int64: JournalReader.Reading] { state.withLock(\.readings) }

  /// Looks at the next message of the stream.
  /// - Returns: whether nothing more is to come.
  func take(_ message: AMQPStreamMessage) -> Bool {
    state.withLock { state in
      // The stream comes in its order: what it has gone past is not in it.
      while let next = state.pending.last, next.offset <= message.offset {
        state.pending.removeLast()
        state.readings[next.offset] = next.offset < message.offset ? .gone : reading(of: message, for: next)
      }
      return state.pending.isEmpty
    }
  }

  private func reading(
    of message: AMQPStreamMessage, for wanted: JournalReader.Wanted
  ) -> JournalReader.Reading {
    guard wanted.isNamed(by: message) else { return .gone }
    return allowance.take(message.message.body.count) ? .found(message.message) : .tooMuch
  }
}
