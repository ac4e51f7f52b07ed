import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage
import Synchronization

/// Learns which endpoints there are: from the database at the start, from events as they happen, and from the
/// database again when events may have been missed, and now and then.
final class EndpointDirectory: Sendable {
  private let database: PostgresPool
  private let interval: Duration
  private let logger: Logger
  private let apply: @Sendable ([EndpointRoster.Change]) async -> Void
  private let wanted = Mutex(Wanted())
  private let bell: AsyncStream<Void>
  private let ringer: AsyncStream<Void>.Continuation

  /// What is to be read.
  private struct Wanted: Sendable {
    var isAll = false
    var endpoints: Set<UUID> = []

    var isEmpty: Bool { !isAll && endpoints.isEmpty }

    mutating func add(_ other: Wanted) {
      isAll = isAll || other.isAll
      endpoints.formUnion(other.endpoints)
    }
  }

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
    wanted.withLock { _ = $0.endpoints.insert(endpoint) }
    ringer.yield()
  }

  /// Says that events may have been missed: all endpoints are read.
  func missedEvents() {
    wanted.withLock { $0.isAll = true }
    ringer.yield()
  }

  /// Runs until the task is cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.ringRegularly() }
      var roster = EndpointRoster()
      var nextReading = ContinuousClock.now
      for await _ in bell {
        let now = ContinuousClock.now
        // Taken out before the reading, so that what happens meanwhile is read again.
        let taken = wanted.withLock { wanted in
          if now >= nextReading { wanted.isAll = true }
          defer { wanted = Wanted() }
          return wanted
        }
        guard !taken.isEmpty else { continue }
        if await !read(taken, into: &roster) {
          wanted.withLock { $0.add(taken) }
        } else if taken.isAll {
          nextReading = now + interval
        }
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

  /// - Returns: whether the database answered.
  private func read(_ wanted: Wanted, into roster: inout EndpointRoster) async -> Bool {
    let asked = wanted.isAll ? nil : Array(wanted.endpoints)
    do {
      let limits = try await EndpointQueries.limits(of: asked, in: database)
      let changes = asked.map { roster.update($0, with: limits) } ?? roster.replace(with: limits)
      if !changes.isEmpty { await apply(changes) }
      return true
    } catch {
      logger.debug("endpoints not read", metadata: [LogKey.error: "\(error)"])
      return false
    }
  }
}
