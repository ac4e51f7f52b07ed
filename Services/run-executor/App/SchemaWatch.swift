import Logging
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage
import Synchronization

/// Finds out whether the database has the tables this release needs; a scheduler brings them.
public final class SchemaWatch: Service {
  private let database: PostgresPool
  private let needed: Int
  private let logger: Logger
  private let current = Mutex(false)

  private static let interval = Duration.seconds(1)

  /// - Parameter needed: the migration this release was built with.
  public init(database: PostgresPool, needed: Int, logger: Logger) {
    self.database = database
    self.needed = needed
    self.logger = logger
  }

  /// Whether the database has been seen at the needed version, or a later one.
  public var isCurrent: Bool { current.withLock(\.self) }

  /// Ends its work when the version has been seen: it never goes back.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      while !self.isCurrent, !Task.isCancelled {
        await self.look()
        if !self.isCurrent { try? await Task.sleep(for: Self.interval) }
      }
      // A service that returns would end the process.
      try? await gracefulShutdown()
    }
  }

  private func look() async {
    do {
      let version = try await SchemaVersion.current(database)
      if version >= needed { current.withLock { $0 = true } }
    } catch {
      logger.debug("schema version unknown", metadata: [LogKey.error: "\(error)"])
    }
  }
}
