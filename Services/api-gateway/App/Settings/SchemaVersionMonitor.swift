import Logging
import Postgres
import ServiceLifecycle
import Storage
import Synchronization

/// Watches whether the database has been migrated to what this release reads.
public final class SchemaVersionMonitor: Service {
  private static let pause = Duration.seconds(1)
  /// A current database is looked at less often: only a restored backup takes it back.
  private static let pauseWhenCurrent = Duration.seconds(10)

  private let pool: PostgresPool
  private let required: Int
  private let logger: Logger
  private let current = Atomic(false)

  /// - Throws: when the migrations do not ship with the executable.
  public init(pool: PostgresPool, logger: Logger) throws {
    self.pool = pool
    self.logger = logger
    required = try Migration.bundled().last?.version ?? 0
  }

  /// False until the database was asked, and while it lacks migrations. Further ones are additive, so a
  /// database that is ahead of this release will do.
  public var isCurrent: Bool { current.load(ordering: .relaxed) }

  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.watch() }
  }

  private func watch() async {
    while !Task.isCancelled {
      do {
        let version = try await SchemaVersion.current(pool)
        current.store(version >= required, ordering: .relaxed)
        if version < required {
          logger.debug(
            "The database waits for migrations.",
            metadata: ["version": "\(version)", "required": "\(required)"])
        }
      } catch {
        logger.debug("The schema version is unknown.", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: isCurrent ? Self.pauseWhenCurrent : Self.pause)
    }
  }
}
