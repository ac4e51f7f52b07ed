import Domain
import Foundation

/// The way of a run from its claim to its end: what happened in, what to do next out.
///
/// Times are durations since the claim, by a monotonic clock.
struct RunSessionStateMachine: Sendable {
  /// What the connector is asked for.
  enum Work: Sendable, Equatable {
    case prepare, collect

    var activity: ActivityName { self == .prepare ? .prepareCollectionJob : .collectMetadata }
  }

  enum Event: Sendable, Equatable {
    /// The claim has committed; it had been sent at time zero.
    case claimed
    /// The preparation found work.
    case ready
    /// The preparation found a reason not to work.
    case skip(SkipReason, text: String)
    /// The connector has delivered.
    case collected
    case workFailed(RunFailure)
    /// The work's time is over.
    case workTimedOut
    /// A pause is over.
    case pauseOver
    case interrupted(Interruption)
    /// The end is stored, or the run was no longer ours to end.
    case written
    /// The end cannot be stored as it is.
    case writeFailed(RunFailure)
    /// The database cannot be reached, or its answer is unknown.
    case storageAway
  }

  enum Action: Sendable, Equatable {
    /// Ask the connector; cancel it at the deadline.
    case perform(Work, attempt: Int, deadline: Duration)
    /// Do nothing until then.
    case pause(until: Duration)
    /// Store the end, with the results if it is a success.
    case write(RunVerdict)
    /// Give the run to another executor.
    case handBack
    /// Record what was cut off, if the run was cancelled, and write nothing more.
    case recordCancellation
    /// Write nothing more.
    case stop
  }

  private enum Next: Sendable, Equatable {
    case work(Work, attempt: Int)
    case write
  }

  private enum State: Sendable, Equatable {
    case idle
    case working(Work, attempt: Int, since: Duration)
    case pausing(Next)
    case writing
    case done
  }

  /// Permanent refusals of the database before the session gives its run up.
  static let maxWriteFailures = 3
  /// Tries to store results beyond the run's time: together they take longer than a lease.
  static let maxStorageRetries = 10
  static let storageBackoff = Backoff(initial: .milliseconds(200), cap: .seconds(5))

  private let runID: UUID
  private let claimedAt: Date
  private let timeout: Duration
  private let policy: RetryPolicy
  private var state = State.idle
  private var verdict: RunVerdict?
  private var storageRetries = 0
  private var writeFailures = 0
  /// What was done and is not recorded yet.
  private(set) var activities: [RunActivity] = []
  /// When the end was last to be written.
  private(set) var writeStart = Duration.zero
  /// The try of writing the end, from 1.
  private(set) var writeAttempt = 1

  /// - Parameters:
  ///   - claimedAt: the wall time of time zero, for the record.
  ///   - timeout: the longest the whole run may take.
  init(runID: UUID, claimedAt: Date, timeout: Duration, policy: RetryPolicy) {
    self.runID = runID
    self.claimedAt = claimedAt
    self.timeout = timeout
    self.policy = policy
  }

  /// - Parameters:
  ///   - elapsed: the time since the claim was sent.
  ///   - generator: spreads delays.
  mutating func handle(
    _ event: Event, at elapsed: Duration, using generator: inout some RandomNumberGenerator
  ) -> Action {
    switch (state, event) {
    case (.done, _): return .stop
    case (_, .interrupted(.leaseLost)):
      state = .done
      return .stop
    case (_, .interrupted(.revoked)):
      recordCutOff(at: elapsed, "the run was cancelled")
      state = .done
      return .recordCancellation
    case (_, .interrupted(.shutdown)): return handBack(at: elapsed)
    case (.idle, .claimed):
      record(.markRunStarted, attempt: 1, from: .zero, to: elapsed, .ok)
      return perform(.prepare, attempt: 1, at: elapsed)
    case (.working(let work, let attempt, let start), _):
      return handle(event, of: work, attempt: attempt, since: start, at: elapsed, using: &generator)
    case (.pausing(.work(let work, let attempt)), .pauseOver):
      return perform(work, attempt: attempt, at: elapsed)
    case (.pausing(.write), .pauseOver): return write(at: elapsed)
    case (.writing, _): return handleWrite(event, at: elapsed, using: &generator)
    default:
      // An event that cannot come here; the lease sees to the run.
      state = .done
      return .stop
    }
  }

  /// Hands out what is to be recorded now; it will not be part of the end any more.
  mutating func takeActivities() -> [RunActivity] {
    defer { activities = [] }
    return activities
  }

  /// Takes back what could not be recorded.
  mutating func putBack(_ unrecorded: [RunActivity]) { activities.insert(contentsOf: unrecorded, at: 0) }

  /// The wall time of a moment of the run.
  func date(at elapsed: Duration) -> Date { claimedAt.addingTimeInterval(elapsed / .seconds(1)) }

  // MARK: Work

  private mutating func perform(_ work: Work, attempt: Int, at elapsed: Duration) -> Action {
    state = .working(work, attempt: attempt, since: elapsed)
    // The connector's own work may take what is left of the run.
    let limit = work == .collect ? nil : policy.timeout
    return .perform(work, attempt: attempt, deadline: min(limit.map { elapsed + $0 } ?? timeout, timeout))
  }

  private mutating func handle(
    _ event: Event, of work: Work, attempt: Int, since start: Duration, at elapsed: Duration,
    using generator: inout some RandomNumberGenerator
  ) -> Action {
    switch event {
    case .ready, .collected:
      record(work.activity, attempt: attempt, from: start, to: elapsed, .ok)
      return work == .prepare ? perform(.collect, attempt: 1, at: elapsed) : end(.succeeded, at: elapsed)
    case .skip(let reason, let text):
      record(work.activity, attempt: attempt, from: start, to: elapsed, .skipped, text)
      return end(.skipped(reason, text: text), at: elapsed)
    case .workTimedOut where elapsed >= timeout:
      let failure = RunFailure.timeout("the run took longer than \(timeout.components.seconds) s")
      record(work.activity, attempt: attempt, from: start, to: elapsed, .failed, failure.message)
      return end(.failed(failure), at: elapsed)
    case .workTimedOut:
      let seconds = (policy.timeout ?? timeout).components.seconds
      let failure = RunFailure(
        code: RunFailure.timeout("").code, message: "\(work.activity) took longer than \(seconds) s",
        retryClass: .retryable)
      return retry(work, attempt: attempt, after: failure, since: start, at: elapsed, using: &generator)
    case .workFailed(let failure):
      return retry(work, attempt: attempt, after: failure, since: start, at: elapsed, using: &generator)
    default:
      state = .done
      return .stop
    }
  }

  private mutating func retry(
    _ work: Work, attempt: Int, after failure: RunFailure, since start: Duration, at elapsed: Duration,
    using generator: inout some RandomNumberGenerator
  ) -> Action {
    let delay = policy.delay(afterAttempt: attempt, failure: failure, using: &generator)
    // A pause that outlasts the run would only hide what really went wrong behind a timeout.
    guard let delay, elapsed + delay < timeout else {
      record(work.activity, attempt: attempt, from: start, to: elapsed, .failed, failure.message)
      return end(.failed(failure), at: elapsed)
    }
    record(work.activity, attempt: attempt, from: start, to: elapsed, .retry, failure.message)
    state = .pausing(.work(work, attempt: attempt + 1))
    return .pause(until: elapsed + delay)
  }

  // MARK: The end

  private mutating func end(_ verdict: RunVerdict, at elapsed: Duration) -> Action {
    self.verdict = verdict
    writeAttempt = 1
    return write(at: elapsed)
  }

  private mutating func write(at elapsed: Duration) -> Action {
    guard let verdict else { return .stop }
    state = .writing
    writeStart = elapsed
    return .write(verdict)
  }

  private mutating func handleWrite(
    _ event: Event, at elapsed: Duration, using generator: inout some RandomNumberGenerator
  ) -> Action {
    switch event {
    case .storageAway:
      storageRetries += 1
      let failure = RunFailure.internal("the database could not store the end of the run in time")
      // A database that is away ends the lease before long. One that renews the lease and cannot store the results
      // would be tried for ever; what is left then is an end without them.
      guard verdict == .succeeded, elapsed >= timeout, storageRetries >= Self.maxStorageRetries else {
        return pauseWriting(because: failure, at: elapsed, using: &generator)
      }
      record(
        .persistCatalogRecords, attempt: writeAttempt, from: writeStart, to: elapsed, .failed, failure.message
      )
      return end(.failed(failure), at: elapsed)
    case .writeFailed(let failure):
      writeFailures += 1
      guard writeFailures < Self.maxWriteFailures else { break }
      guard verdict == .succeeded else {
        return pauseWriting(because: failure, at: elapsed, using: &generator)
      }
      record(
        .persistCatalogRecords, attempt: writeAttempt, from: writeStart, to: elapsed, .failed, failure.message
      )
      return end(.failed(failure), at: elapsed)
    default: break
    }
    state = .done
    return .stop
  }

  /// As long as the lease holds there is no hurry to give up: the fence makes a second write safe.
  private mutating func pauseWriting(
    because failure: RunFailure, at elapsed: Duration, using generator: inout some RandomNumberGenerator
  ) -> Action {
    if let verdict {
      let activity = verdict == .succeeded ? ActivityName.persistCatalogRecords : verdict.activity
      record(activity, attempt: writeAttempt, from: writeStart, to: elapsed, .retry, failure.message)
    }
    writeAttempt += 1
    state = .pausing(.write)
    return .pause(
      until: elapsed + Self.storageBackoff.delay(beforeRetry: storageRetries, using: &generator))
  }

  private mutating func handBack(at elapsed: Duration) -> Action {
    recordCutOff(at: elapsed, "the executor is stopping")
    state = .done
    return .handBack
  }

  private mutating func recordCutOff(at elapsed: Duration, _ reason: String) {
    guard case .working(let work, let attempt, let start) = state else { return }
    record(work.activity, attempt: attempt, from: start, to: elapsed, .cancelled, reason)
  }

  private mutating func record(
    _ name: ActivityName, attempt: Int, from start: Duration, to end: Duration,
    _ outcome: RunActivity.Outcome, _ error: String? = nil
  ) {
    activities.append(
      RunActivity(
        runID: runID, name: name.rawValue, attempt: attempt, startedAt: date(at: start),
        endedAt: date(at: end),
        outcome: outcome, error: error))
  }
}
