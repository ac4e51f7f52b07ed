import Connectors
import CrashPoints
import Domain
import Foundation
import Logging
import ServiceRuntime
import Storage

/// Carries one claimed run to its end: asks the state machine what to do and does it.
struct RunSession: Sendable {
  /// The claim, with the moment at which it was sent.
  struct Claim: Sendable {
    let run: ClaimedRun
    let sentAt: ContinuousClock.Instant
    let sentDate: Date
    /// The longest the whole run may take.
    var timeout: Duration

    init(run: ClaimedRun, sentAt: ContinuousClock.Instant, sentDate: Date) {
      self.run = run
      self.sentAt = sentAt
      self.sentDate = sentDate
      timeout = .seconds(EndpointLimits(parameters: run.endpoint.parameters).runTimeoutSeconds)
    }

    var hold: RunClaims.Hold { RunClaims.Hold(runID: run.run.id, fence: run.fence) }
  }

  typealias Machine = RunSessionStateMachine

  let claim: Claim
  let signal: RunSignal
  let tools: RunTools
  let log: RunLog
  /// For what concerns the run: its lines are kept with it.
  let logger: Logger
  private let clock = ContinuousClock()

  init(claim: Claim, signal: RunSignal, tools: RunTools) {
    self.claim = claim
    self.signal = signal
    self.tools = tools
    log = RunLog(run: claim.run, onLine: tools.observer?.line)
    logger = log.logger(like: tools.logger)
  }

  /// - Returns: how the run ended; nil when it is not this session that ends it.
  func run() async -> RunVerdict? {
    var machine = Machine(
      runID: claim.run.run.id, claimedAt: claim.sentDate, timeout: claim.timeout, policy: tools.retry)
    var state = Progress()
    var event = Machine.Event.claimed
    var generator = SystemRandomNumberGenerator()
    while true {
      let action = machine.handle(event, at: elapsed, using: &generator)
      tools.observer?.step(event, action)
      switch action {
      case .perform(let work, let attempt, let deadline):
        event = await perform(work, attempt: attempt, until: claim.sentAt + deadline, &state)
      case .pause(let deadline): event = await pause(until: claim.sentAt + deadline, &machine)
      case .write(let verdict): event = await write(verdict, machine, &state)
      case .handBack:
        await handBack(traces(&machine))
        return nil
      case .recordCancellation:
        await recordCancellation(traces(&machine))
        return state.written
      case .stop:
        if case .interrupted(.leaseLost) = event { await keepLog() }
        return state.written
      }
    }
  }

  /// What the session has in hand.
  struct Progress {
    var prepared: PreparedJob?
    var catalog: CollectedCatalog?
    var written: RunVerdict?
    /// Whether an end was sent whose fate is unknown.
    var mayBeWritten = false
  }

  private var elapsed: Duration { clock.now - claim.sentAt }

  // MARK: Work

  private enum Product: Sendable {
    case prepared(PreparedJob, Preparation)
    case skipped(SkipReason, text: String)
    case catalog(CollectedCatalog)
  }

  private func perform(
    _ work: Machine.Work, attempt: Int, until deadline: ContinuousClock.Instant, _ state: inout Progress
  ) async -> Machine.Event {
    let prepared = state.prepared
    let race = await signal.race(until: deadline) { await product(of: work, attempt: attempt, prepared) }
    switch race {
    case .woken(.due): return .workTimedOut
    case .woken(.interrupted(let interruption)): return .interrupted(interruption)
    // Only a process that is being torn down cancels sessions; the lease sees to the run.
    case .woken(.cancelled): return .interrupted(.leaseLost)
    case .finished(.failure(let failure)):
      let failure = failure.sanitised(knowing: prepared?.job.connection.credentials ?? [:])
      tell(of: failure, in: work, attempt: attempt)
      return .workFailed(failure)
    case .finished(.success(.skipped(let reason, let text))): return .skip(reason, text: text)
    case .finished(.success(.prepared(let job, .ready))):
      state.prepared = job
      return .ready
    case .finished(.success(.prepared(let job, .skip(let reason, let text)))):
      return .skip(reason, text: Redactor(secrets: job.job.connection.credentials.values).sanitise(text))
    case .finished(.success(.catalog(let catalog))):
      state.catalog = catalog
      return .collected
    }
  }

  private func product(
    of work: Machine.Work, attempt: Int, _ prepared: PreparedJob?
  ) async -> Result<Product, RunFailure> {
    do throws(RunFailure) {
      switch (work, prepared) {
      case (.prepare, _): return .success(try await prepare(attempt: attempt))
      case (.collect, let prepared?):
        let catalog = try await prepared.connector.collect(prepared.job(attempt: attempt, logger: logger))
          .checked()
        CrashPoint.reach(.executorMidCollection)
        return .success(.catalog(catalog))
      case (.collect, nil): throw .internal("the run was not prepared")
      }
    } catch {
      return .failure(error)
    }
  }

  private func prepare(attempt: Int) async throws(RunFailure) -> Product {
    switch try tools.preparation.prepare(claim.run, log: log) {
    case .skip(let reason, let text): return .skipped(reason, text: text)
    case .ready(let prepared):
      do throws(RunFailure) {
        let job = prepared.job(attempt: attempt, logger: logger)
        return .prepared(prepared, try await prepared.connector.prepare(job))
      } catch {
        // Here alone the credentials are known.
        throw error.sanitised(knowing: prepared.job.connection.credentials)
      }
    }
  }

  private func tell(of failure: RunFailure, in work: Machine.Work, attempt: Int) {
    logger.debug(
      "activity failed",
      metadata: [
        "activity": "\(work.activity.rawValue)", "try": "\(attempt)", "code": "\(failure.code)",
        "retry": "\(failure.retryClass)", LogKey.error: "\(failure.message)",
      ])
  }

  private func pause(
    until deadline: ContinuousClock.Instant, _ machine: inout Machine
  ) async -> Machine.Event {
    let activities = machine.takeActivities()
    if !activities.isEmpty {
      // What was tried is told at once, since the pause may be long; at the latest with the end.
      do { try await tools.record.progress(activities, of: claim.hold) } catch { machine.putBack(activities) }
    }
    return switch await signal.wait(until: deadline) {
    case .due: .pauseOver
    case .interrupted(let interruption): .interrupted(interruption)
    case .cancelled: .interrupted(.leaseLost)
    }
  }
}
