import Contracts
import CoreMetrics
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage
import Synchronization

/// Tells subscribers what becomes of runs: takes in events, reads the rows they are about, and hands them on.
///
/// The decisions are those of its ``StateMachine``; this type reads, waits and wakes.
public final class LiveRuns: Service {
  private struct State {
    var machine: StateMachine
    var waiting: [Int: CheckedContinuation<SubscriptionMailbox.Content, Never>] = [:]
    var isListening = false
    var isStopped = false
  }

  /// At least this long between two readings: what happens meanwhile is read together.
  private static let pause = Duration.milliseconds(50)
  private static let pauseAfterFailure = Duration.seconds(1)
  /// Changes of one reading after a gap; those of an outage beyond that are for clients to read anew.
  private static let changesLimit = 2_000

  private let reader: DatabaseReader
  private let logger: Logger
  private let metrics = LiveRunMetrics()
  private let state: Mutex<State>
  private let bell: AsyncStream<Void>
  private let ringer: AsyncStream<Void>.Continuation

  public convenience init(reader: DatabaseReader, logger: Logger) {
    self.init(reader: reader, limits: StateMachine.Limits(), logger: logger)
  }

  init(reader: DatabaseReader, limits: StateMachine.Limits, logger: Logger) {
    self.reader = reader
    self.logger = logger
    state = Mutex(State(machine: StateMachine(limits: limits)))
    (bell, ringer) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  // MARK: Subscribers

  var subscriberCount: Int { state.withLock { $0.machine.subscriberCount } }

  /// The changes of the selected runs from now on. A run that is named by its id comes first as it is now; where
  /// the client comes back, so do the runs that have changed since ``StreamPosition/resumption``.
  /// - Throws: ``Refusal`` with `E_UNAVAILABLE` while changes cannot be noticed or read.
  func subscribe(_ selector: RunSelector, position: StreamPosition? = nil) throws(Refusal) -> RunChanges {
    guard reader.isHealthy else { throw .unavailable("the database is away") }
    let number = try state.withLock { state throws(Refusal) in
      guard state.isListening, !state.isStopped else {
        throw .unavailable("changes of runs cannot be followed now: the message broker is away")
      }
      return state.machine.subscribe(selector, resumption: position?.resumption)
    }
    ringer.yield()
    return RunChanges(subscription: RunSubscription(number: number, runs: self, position: position))
  }

  func unsubscribe(_ number: Int) {
    let waiting = state.withLock { state in
      state.machine.unsubscribe(number)
      return state.waiting.removeValue(forKey: number)
    }
    waiting?.resume(returning: .end(.done))
  }

  /// Waits for what comes next for a subscriber; the end when its task is cancelled.
  func next(for number: Int) async -> SubscriptionMailbox.Content {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let content = state.withLock { state -> SubscriptionMailbox.Content? in
          if Task.isCancelled { return .end(.done) }
          if let content = state.machine.take(number) { return content }
          state.waiting[number] = continuation
          return nil
        }
        if let content { continuation.resume(returning: content) }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: .end(.done))
    }
  }

  // MARK: Events

  /// Whether an event can be of interest to anybody.
  var isFollowed: Bool { state.withLock { $0.machine.subscriberCount > 0 } }

  /// Something has happened to a run.
  func receive(_ event: RunEvent) {
    metrics.events.increment()
    let hasWork = state.withLock { state in
      state.machine.changed(RunSelector.Subject(event), at: Date())
      return state.machine.hasUnread
    }
    if hasWork { ringer.yield() }
  }

  /// Whether events arrive. Subscriptions are taken only then; those that exist go on.
  func listens(_ isListening: Bool) { state.withLock { $0.isListening = isListening } }

  var isListening: Bool { state.withLock { $0.isListening } }

  /// Events after a moment may have been missed.
  func missed(since moment: Date) {
    metrics.refetches.increment()
    state.withLock { $0.machine.missed(since: moment) }
    ringer.yield()
  }

  // MARK: Reading

  /// Reads and hands on until graceful shutdown, which ends all subscriptions.
  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.readOn() }
    wake { state in
      state.isStopped = true
      return state.machine.finish()
    }
  }

  private func readOn() async {
    for await _ in bell {
      while let reading = state.withLock({ $0.machine.nextReading() }) {
        let isRead = await read(reading)
        guard (try? await Task.sleep(for: isRead ? Self.pause : Self.pauseAfterFailure)) != nil else {
          return
        }
      }
    }
  }

  /// - Returns: whether the database answered.
  private func read(_ reading: LiveReading) async -> Bool {
    do {
      let (states, changes) = try await reader.read { try await Self.rows(of: reading, in: $0) }
      let now = Date()
      metrics.readings.increment()
      wake { state in
        state.machine.give(
          states.map { LiveRun($0, readAt: now) },
          changes: changes.prefix(Self.changesLimit).map { LiveRun($0, readAt: now) },
          isCut: changes.count > Self.changesLimit, of: reading)
      }
      metrics.record(state.withLock { $0.machine.takeCounts() })
      logger.debug(
        "Changed runs read.", metadata: ["asked": "\(states.count)", "found": "\(changes.count)"])
      return true
    } catch {
      state.withLock { $0.machine.failed(reading) }
      logger.debug("Changed runs not read.", metadata: [LogKey.error: "\(error)"])
      return false
    }
  }

  private static func rows(
    of reading: LiveReading, in database: any PostgresExecutor
  ) async throws -> (states: [RunState], changes: [RunState]) {
    let states = try await RunQueries.states(of: Array(reading.runs.keys), in: database)
    guard let since = reading.since else { return (states, []) }
    let changes = try await RunQueries.states(changedSince: since, limit: changesLimit + 1, in: database)
    return (states, changes)
  }

  /// Hands over what there is for the subscribers that a decision names, where they wait for it.
  private func wake<Numbers: Sequence<Int>>(_ decide: (inout State) -> Numbers) {
    let answers = state.withLock { state in
      var answers: [(CheckedContinuation<SubscriptionMailbox.Content, Never>, SubscriptionMailbox.Content)] =
        []
      for number in decide(&state) {
        guard let continuation = state.waiting[number], let content = state.machine.take(number) else {
          continue
        }
        state.waiting[number] = nil
        answers.append((continuation, content))
      }
      return answers
    }
    for (continuation, content) in answers { continuation.resume(returning: content) }
  }
}
