import Domain
import Logging
import Postgres
import ServiceLifecycle
import Storage
import Synchronization

/// Knows whether the database has all the migrations this release needs. Nothing is consumed before.
final class SchemaWatch: Service {
  private let database: PostgresPool
  private let required: Int
  private let logger: Logger
  private let current = Atomic(false)

  /// Short at first, so that a start takes no longer than it has to.
  private static let backoff = Backoff(initial: .milliseconds(10), cap: .milliseconds(500), jitter: 0)
  private static let waitInterval = Duration.milliseconds(10)

  /// - Parameter required: the newest migration of this release; a database may be further.
  init(database: PostgresPool, required: Int, logger: Logger) {
    self.database = database
    self.required = required
    self.logger = logger
  }

  var isCurrent: Bool { current.load(ordering: .relaxed) }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var isToldOf = false
      var attempt = 0
      while !Task.isCancelled, !self.isCurrent {
        let version = try? await SchemaVersion.current(self.database)
        if let version, version >= self.required {
          self.current.store(true, ordering: .relaxed)
        } else {
          if let version, !isToldOf {
            isToldOf = true
            self.logger.notice(
              "The database waits for migrations.",
              metadata: ["version": "\(version)", "required": "\(self.required)"])
          }
          attempt += 1
          try? await Task.sleep(for: Self.backoff.delay(beforeRetry: attempt))
        }
      }
    }
    try? await gracefulShutdown()
  }

  /// - Returns: false when the task was cancelled before.
  func waitUntilCurrent() async -> Bool {
    while !isCurrent {
      do { try await Task.sleep(for: Self.waitInterval) } catch { return false }
    }
    return true
  }
}
