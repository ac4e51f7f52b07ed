import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage
import Synchronization

/// Learns which endpoints there are: from the database at the start, from events as they happen, and from the
/// database again now and then, for events that were missed.
final class EndpointDirectory: Sendable {
  private let database: PostgresPool
  private let interval: Duration
  private let logger: Logger
  private let apply: @Sendable ([EndpointRoster.Change]) async -> Void
  private let touched = Mutex(Set<UUID>())
  private let bell: AsyncStream<Void>
  private let ringer: AsyncStream<Void>.Continuation

  /// How soon the database is asked again when it did not answer.
  static let retryInterval = Duration.seconds(1)

  /// - Parameter apply: told every change, one call after another.
  init(
    database: PostgresPool, interval: Duration, logger: Logger,
    apply: @escaping @Sendable ([EndpointRoster.Change]) async -> Void
  ) {
    self.database = database
    self.interval = interval
    self.logger = logger
    self.apply = apply
    (bell, ringer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Says that something has happened to an endpoint.
  func touch(_ endpoint: UUID) {
    touched.withLock { _ = $0.insert(endpoint) }
    ringer.yield()
  }

  /// Runs until the task is cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.ringRegularly() }
      var roster = EndpointRoster()
      var lastReading: ContinuousClock.Instant?
      for await _ in bell {
        let isDue = lastReading.map { ContinuousClock().now - $0 >= interval } ?? true
        let asked = isDue ? nil : touched.withLock { Array($0) }
        let now = ContinuousClock().now
        guard await read(asked, into: &roster) else { continue }
        if isDue { lastReading = now }
      }
      group.cancelAll()
    }
  }

  private func ringRegularly() async {
    while !Task.isCancelled {
      ringer.yield()
      try? await Task.sleep(for: min(Self.retryInterval, interval))
    }
    ringer.finish()
  }

  /// - Parameter asked: the endpoints to read; nil: all.
  /// - Returns: whether the database answered.
  private func read(_ asked: [UUID]?, into roster: inout EndpointRoster) async -> Bool {
    if let asked, asked.isEmpty { return true }
    // Taken out before the reading, so that what happens meanwhile is read again.
    let taken = touched.withLock { touched in
      defer { touched.subtract(asked ?? Array(touched)) }
      return asked ?? Array(touched)
    }
    do {
      let limits = try await EndpointQueries.limits(of: asked, in: database)
      let changes = asked.map { roster.update($0, with: limits) } ?? roster.replace(with: limits)
      if !changes.isEmpty { await apply(changes) }
      return true
    } catch {
      touched.withLock { $0.formUnion(taken) }
      logger.debug("endpoints not read", metadata: [LogKey.error: "\(error)"])
      return false
    }
  }
}
