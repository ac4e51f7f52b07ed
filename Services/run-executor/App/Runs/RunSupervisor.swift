import Contracts
import Domain
import Foundation
import Logging
import Metrics
import ServiceRuntime
import Storage

/// Runs the sessions of the process, each as a child task, and gives back what they occupied.
struct RunSupervisor: Sendable {
  /// A session about to start, with the right and the slot it holds.
  struct Start: Sendable {
    let session: RunSession
    let admission: KnownRuns.Admission
    /// Whose slot it holds.
    let endpoint: UUID
  }

  private let starts: AsyncStream<Start>
  private let entrance: AsyncStream<Start>.Continuation
  private let slots: RunSlots
  private let known: KnownRuns
  private let held: HeldRuns
  private let logger: Logger
  private let duration = Metrics.Timer(label: "nucleus.run.duration")

  init(slots: RunSlots, known: KnownRuns, held: HeldRuns, logger: Logger) {
    (starts, entrance) = AsyncStream.makeStream()
    self.slots = slots
    self.known = known
    self.held = held
    self.logger = logger
  }

  func start(_ start: Start) { entrance.yield(start) }

  /// No session starts after this; ``run()`` returns when those that run have ended.
  func close() { entrance.finish() }

  func run() async {
    await withDiscardingTaskGroup { group in
      for await start in starts {
        group.addTask { await follow(start) }
      }
    }
  }

  private func follow(_ start: Start) async {
    let claim = start.session.claim
    let verdict = await start.session.run()
    held.remove(claim.hold)
    known.leave(start.admission)
    slots.release(start.endpoint)
    if let verdict { report(verdict, of: claim) }
  }

  private func report(_ verdict: RunVerdict, of claim: RunSession.Claim) {
    let elapsed = ContinuousClock().now - claim.sentAt
    duration.record(duration: elapsed)
    RunCounters.count(verdict, of: claim.run.run.kind)
    var metadata: Logger.Metadata = [
      LogKey.runID: "\(claim.run.run.id.lowercased)",
      LogKey.endpointID: "\(claim.run.endpoint.id.lowercased)",
      LogKey.attempt: "\(claim.run.run.attempt)",
      LogKey.durationMs: "\(Int(elapsed / .milliseconds(1)))",
    ]
    switch verdict {
    case .succeeded:
      logger.debug("run succeeded", metadata: metadata)
    case .skipped(let reason, _):
      metadata["reason"] = "\(reason.rawValue)"
      logger.debug("run skipped", metadata: metadata)
    case .failed(let failure):
      metadata["code"] = "\(failure.code)"
      metadata[LogKey.error] = "\(failure.message)"
      logger.info("run failed", metadata: metadata)
    }
  }
}
