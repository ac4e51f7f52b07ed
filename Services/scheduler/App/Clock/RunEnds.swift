import Foundation
import Outbox
import Synchronization

/// The collections whose runs have ended since somebody last asked.
final class RunEnds: Sendable {
  private let collections = Mutex(Set<UUID>())
  private let bell = WakeBell()

  func add(_ collection: UUID) {
    let isFirst = collections.withLock { collections in
      defer { collections.insert(collection) }
      return collections.isEmpty
    }
    if isFirst { bell.ring() }
  }

  func take() -> [UUID] {
    collections.withLock { collections in
      defer { collections = [] }
      return Array(collections)
    }
  }

  /// Returns when there is something to take, or after `limit`.
  func wait(atMost limit: Duration) async { await bell.wait(atMost: limit) }
}
