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

  private static let interval = Duration.milliseconds(500)

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
          try? await Task.sleep(for: Self.interval)
        }
      }
    }
    try? await gracefulShutdown()
  }

  /// - Returns: false when the task was cancelled before.
  func waitUntilCurrent() async -> Bool {
    while !isCurrent {
      do { try await Task.sleep(for: Self.interval / 5) } catch { return false }
    }
    return true
  }
}
