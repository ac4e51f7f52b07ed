import AMQP
import Foundation
import Outbox
import Storage
import Synchronization

/// What has come from the stream by one subscription and is not indexed yet; whoever fills it waits while it is full.
final class JournalInbox: Sendable {
  /// Entries in the order of the stream.
  struct Batch: Sendable {
    /// What lies before the position: by it one sees whether this is still the stream that was read before.
    var echo: [JournalEntry] = []
    var entries: [JournalEntry] = []
    /// The place of the message behind the last one that has been looked at.
    var next: JournalPlace

    var isEmpty: Bool { echo.isEmpty && entries.isEmpty }
  }

  private enum Phase { case new, subscribed, ended }

  private struct State {
    var batch: Batch
    var phase = Phase.new
    var hasHeard = false
  }

  private let state: Mutex<State>
  private let start: Int64
  private let capacity: Int
  private let arrived = WakeBell()
  private let emptied = WakeBell()

  /// - Parameters:
  ///   - next: the place of the first message that is wanted.
  ///   - overlap: how many messages before it are asked for as an echo.
  init(next: JournalPlace, overlap: Int64 = 0, capacity: Int) {
    state = Mutex(State(batch: Batch(next: next)))
    start = max(0, next.offset - overlap)
    self.capacity = capacity
  }

  /// Where the subscription begins. A second one is none of this inbox's: from then on it takes nothing in.
  func begin() -> AMQPStreamOffset {
    let isFirst = state.withLock { state in
      defer { state.phase = state.phase == .new ? .subscribed : .ended }
      return state.phase == .new
    }
    if !isFirst {
      arrived.ring()
      emptied.ring()
    }
    return isFirst ? .offset(start) : .next
  }

  /// Whether the subscription was interrupted or closed.
  var isEnded: Bool { state.withLock { $0.phase == .ended } }

  /// Whether nothing came by the subscription, although it was asked for an echo.
  var lacksEcho: Bool { state.withLock { !$0.hasHeard && start < $0.batch.next.offset } }

  /// Takes a message in; returns when there is room for another.
  func put(_ message: AMQPStreamMessage) async {
    let count = state.withLock { state in
      guard state.phase != .ended else { return 0 }
      state.hasHeard = true
      let entry = JournalEntry(message, in: state.batch.next.generation, at: Date())
      if entry.place < state.batch.next {
        state.batch.echo.append(entry)
      } else {
        state.batch.entries.append(entry)
        state.batch.next.offset = message.offset + 1
      }
      return state.batch.entries.count + state.batch.echo.count
    }
    if count == 1 || count == capacity { arrived.ring() }
    while isFull, !Task.isCancelled { await emptied.wait(atMost: .seconds(1)) }
  }

  /// From now on nothing is taken in, and nobody waits for room.
  func close() {
    state.withLock { state in
      state.phase = .ended
      state.batch.echo = []
      state.batch.entries = []
    }
    emptied.ring()
  }

  private var isFull: Bool {
    state.withLock { $0.phase != .ended && $0.batch.entries.count + $0.batch.echo.count >= capacity }
  }

  /// Waits for a first message and a little longer for others.
  /// - Parameters:
  ///   - limit: how long to wait for the first one.
  ///   - linger: how long to collect, unless the inbox is full before.
  /// - Returns: nil when none came.
  func take(within limit: Duration, linger: Duration) async -> Batch? {
    if state.withLock({ $0.batch.isEmpty && $0.phase != .ended }) { await arrived.wait(atMost: limit) }
    guard state.withLock({ !$0.batch.isEmpty }) else { return nil }
    let end = ContinuousClock.now + linger
    while !isFull, !isEnded, .now < end, !Task.isCancelled { await arrived.wait(atMost: end - .now) }
    let batch = state.withLock { state in
      defer {
        state.batch.entries.removeAll(keepingCapacity: true)
        state.batch.echo = []
      }
      return state.batch
    }
    emptied.ring()
    return batch
  }
}
