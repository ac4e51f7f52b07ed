import Contracts
import Foundation
import Synchronization

/// The executors that are there, from what they say of themselves every two seconds.
public final class LiveExecutors: Sendable {
  private struct Entry {
    var executor: LiveExecutor
    var heardAt: ContinuousClock.Instant
  }

  /// As long as the executors themselves wait for one of them.
  static let patience = Duration.seconds(6)

  private let entries = Mutex<[UUID: Entry]>([:])

  public init() {}

  func receive(
    _ heartbeat: ExecutorHeartbeat, at now: ContinuousClock.Instant = .now, date: Date = Date()
  ) {
    entries.withLock { entries in
      guard heartbeat.isActive else {
        entries[heartbeat.executorID] = nil
        return
      }
      entries[heartbeat.executorID] = Entry(
        executor: LiveExecutor(
          name: heartbeat.name, startedAt: heartbeat.startedAt, seenAt: date, endpoints: heartbeat.endpoints,
          runs: heartbeat.runs), heardAt: now)
    }
  }

  /// By name.
  func all(at now: ContinuousClock.Instant = .now) -> [LiveExecutor] {
    entries.withLock { entries in
      entries = entries.filter { $0.value.heardAt + Self.patience > now }
      return entries.values.map(\.executor).sorted { ($0.name, $0.startedAt) < ($1.name, $1.startedAt) }
    }
  }
}
