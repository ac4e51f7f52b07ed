import AMQP
import Foundation
import Outbox
import Storage
import Synchronization

/// What has come from the stream and is not indexed yet; whoever fills it waits while it is full.
final class JournalInbox: Sendable {
  /// Entries in the order of the stream.
  struct Batch: Sendable {
    var entries: [JournalEntry] = []
    /// The place of the message behind the last one that has been looked at.
    var next: Int64
  }

  private struct State {
    var batch: Batch
    var isClosed = false
  }

  private let state: Mutex<State>
  private let capacity: Int
  private let arrived = WakeBell()
  private let emptied = WakeBell()

  /// - Parameter next: the place of the first message that is wanted.
  init(next: Int64, capacity: Int) {
    state = Mutex(State(batch: Batch(next: next)))
    self.capacity = capacity
  }

  /// Where reading goes on after an interruption.
  var next: Int64 { state.withLock(\.batch.next) }

  /// Takes a message in; returns when there is room for another.
  func put(_ message: AMQPStreamMessage) async {
    let count = state.withLock { state in
      guard !state.isClosed, message.offset >= state.batch.next else { return 0 }
      state.batch.entries.append(JournalEntry(message, at: Date()))
      state.batch.next = message.offset + 1
      return state.batch.entries.count
    }
    if count == 1 || count == capacity { arrived.ring() }
    while isFull, !Task.isCancelled { await emptied.wait(atMost: .seconds(1)) }
  }

  /// From now on nothing is taken in, and nobody waits for room.
  func close() {
    state.withLock { state in
      state.isClosed = true
      state.batch.entries = []
    }
    emptied.ring()
  }

  private var isFull: Bool { state.withLock { $0.batch.entries.count >= capacity } }

  /// Waits for a first message and a little longer for others.
  /// - Parameters:
  ///   - limit: how long to wait for the first one.
  ///   - linger: how long to collect, unless the inbox is full before.
  /// - Returns: nil when none came.
  func take(within limit: Duration, linger: Duration) async -> Batch? {
    if state.withLock(\.batch.entries.isEmpty) { await arrived.wait(atMost: limit) }
    guard state.withLock({ !$0.batch.entries.isEmpty }) else { return nil }
    let end = ContinuousClock.now + linger
    while !isFull, .now < end, !Task.isCancelled { await arrived.wait(atMost: end - .now) }
    let batch = state.withLock { state in
      defer { state.batch.entries.removeAll(keepingCapacity: true) }
      return state.batch
    }
    emptied.ring()
    return batch
  }
}
