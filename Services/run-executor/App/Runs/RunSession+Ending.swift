import Connectors
import Domain
import Foundation
import Logging
import ServiceRuntime
import Storage
import Telemetry

extension RunSession {
  /// How often the handing back of a run is tried.
  private static let handBackAttempts = 3

  func write(_ verdict: RunVerdict, _ machine: Machine, _ state: inout Progress) async
    -> Machine.Event
  {
    // The zombie rule: not even a fenced write is tried once the lease may be gone.
    tools.record.check(claim.hold)
    if let interruption = signal.interruption, interruption.isLoss {
      return .interrupted(interruption)
    }
    do {
      let draft = draft(verdict, machine, state)
      let isOurs = try await Traces.span("activity \(verdict.activity.rawValue)") { span in
        span.describe(verdict.activity, attempt: machine.writeAttempt)
        return try await tools.record.end(draft)
      }
      if isOurs || state.mayBeWritten {
        state.written = verdict
      } else {
        // The fence did its work: nothing of what was found here is stored.
        logger.warning("end of run discarded: it is no longer ours")
        await keepLog()
      }
      return .written
    } catch  where StorageFailure.isPassing(error) {
      state.mayBeWritten = true
      logger.debug("end of run not stored", metadata: metadata(error))
      return .storageAway
    } catch {
      logger.error("end of run refused by the database", metadata: metadata(error))
      return .writeFailed(.internal("the results could not be stored"))
    }
  }

  private func draft(_ verdict: RunVerdict, _ machine: Machine, _ state: Progress) -> RunEndDraft {
    var catalog: FoundCatalog?
    if verdict == .succeeded, let found = state.catalog {
      let isLimited = state.prepared?.scope.isLimited ?? true
      catalog = FoundCatalog(
        endpointID: claim.run.endpoint.id, runID: claim.run.run.id, datasets: found.datasets,
        isComplete: found.isComplete && !isLimited)
    }
    return RunEndDraft(
      hold: claim.hold, verdict: verdict, activities: machine.activities, catalog: catalog,
      detectedVersion: state.catalog?.detectedVersion, writeStart: machine.date(at: machine.writeStart),
      writeAttempt: machine.writeAttempt, cause: cause,
      log: log.lines(from: verdict == .succeeded ? .info : .debug))
  }

  /// What led to the run, as what follows from it names it.
  private var cause: MessageCause? {
    var cause = claim.cause
    if let trace = TraceContext.current { cause?.traceparent = trace.traceparent }
    return cause
  }

  /// What is left of the attempt.
  func traces(_ machine: inout Machine) -> RunTraces {
    RunTraces(activities: machine.takeActivities(), log: log.lines(from: .debug))
  }

  func handBack(_ traces: RunTraces) async {
    for attempt in 1...Self.handBackAttempts {
      do {
        try await tools.record.handBack(RunClaims.HandBack(claim.hold, causedBy: cause), traces)
        return
      } catch {
        // If none succeeds, the lease lapses and costs the run an attempt.
        logger.warning("run not handed back", metadata: metadata(error))
        if attempt < Self.handBackAttempts { try? await Task.sleep(for: .milliseconds(300)) }
      }
    }
  }

  /// Tells what was cut off. It is tried once: the run has its end, and its slot is awaited by the next one.
  func recordCancellation(_ traces: RunTraces) async {
    do {
      try await tools.record.cutOff(claim.hold, traces)
    } catch {
      logger.debug("cut-off work not recorded", metadata: metadata(error))
    }
  }

  /// Keeps what was logged before the run was lost. It is tried once, and only tells: the run is someone else's.
  func keepLog() async {
    do {
      try await tools.record.lost(claim.hold, log: log.lines(from: .debug))
    } catch {
      logger.debug("the log of a lost run is not kept", metadata: metadata(error))
    }
  }

  private func metadata(_ error: any Error) -> Logger.Metadata { [LogKey.error: "\(error)"] }
}
