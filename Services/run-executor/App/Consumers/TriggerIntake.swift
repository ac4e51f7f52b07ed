import AMQP
import Contracts
import CrashPoints
import Domain
import Foundation
import Logging
import Messaging
import ServiceRuntime
import Storage
import Synchronization
import Telemetry

/// Turns deliveries of endpoint queues into running sessions.
///
/// The order of one delivery, with the crash points that tests place in it: admit → wait for a slot →
/// `executor.before-claim` → claim commits → lease is kept → `executor.before-ack` → ack →
/// `executor.after-claim` → work → `executor.mid-collection` → end with its results →
/// `executor.after-results` → commit.
final class TriggerIntake: Sendable {
  /// What the queues of endpoints are called in traces.
  private static let source = "nucleus.endpoint"
  private static let claimBackoff = Backoff(initial: .milliseconds(200), cap: .seconds(2))

  private let slots: RunSlots
  private let known: KnownRuns
  private let held: HeldRuns
  private let claimer: RunClaimer
  private let supervisor: RunSupervisor
  private let tools: RunTools
  private let deadLetters: DeadLetterOffice
  private let handovers: Handovers
  private let onDelivery: @Sendable (UUID) -> Void
  private let logger: Logger
  private let isClosed = Mutex(false)
  private let inFlight = InFlightCount()

  /// - Parameter onDelivery: told the endpoint of each run that is about to be claimed.
  init(
    slots: RunSlots, known: KnownRuns, held: HeldRuns, claimer: RunClaimer, supervisor: RunSupervisor,
    tools: RunTools, deadLetters: DeadLetterOffice, handovers: Handovers,
    onDelivery: @escaping @Sendable (UUID) -> Void, logger: Logger
  ) {
    self.slots = slots
    self.known = known
    self.held = held
    self.claimer = claimer
    self.supervisor = supervisor
    self.tools = tools
    self.deadLetters = deadLetters
    self.handovers = handovers
    self.onDelivery = onDelivery
    self.logger = logger
  }

  /// From now on deliveries go back to their queues.
  func close() {
    isClosed.withLock { $0 = true }
    slots.close()
    handovers.close()
  }

  /// Waits until no delivery is being handled any more; runs that were claimed have been started by then.
  func drained() async { await inFlight.zero() }

  /// Handles one delivery of the endpoint's queue; returns once it is settled, while the run goes on.
  func handle(_ delivery: AMQPDelivery, of endpoint: UUID) async {
    inFlight.enter()
    defer { inFlight.leave() }
    let envelope: Envelope
    let trigger: RunTriggered
    do throws(EnvelopeError) {
      (envelope, trigger) = try Self.trigger(in: delivery.message, of: endpoint)
    } catch {
      await deadLetters.file(delivery, from: Queue.endpoint(endpoint).name, error)
      return
    }
    await envelope.processing(from: Self.source) { envelope, _ in
      await handle(trigger, MessageCause(envelope), delivery, of: endpoint)
    }
  }

  private func handle(
    _ trigger: RunTriggered, _ cause: MessageCause, _ delivery: AMQPDelivery, of endpoint: UUID
  ) async {
    guard let admission = known.admit(trigger.runID) else {
      logger.debug("run known already", metadata: [LogKey.runID: "\(trigger.runID.lowercased)"])
      return await delivery.ack()
    }
    onDelivery(endpoint)
    guard await acquire(endpoint) else {
      known.leave(admission)
      return await delivery.reject(requeue: true)
    }
    await claim(trigger, because: cause, admission, for: delivery)
  }

  /// Waits for a slot, and for the end of a handover that comes between.
  /// - Returns: whether the caller has one.
  private func acquire(_ endpoint: UUID) async -> Bool {
    while true {
      switch await slots.acquire(endpoint) {
      case .granted: return true
      case .expired, .closed: return false
      case .withdrawn:
        guard await handovers.ending(of: endpoint) == .kept else { return false }
      }
    }
  }

  private func claim(
    _ trigger: RunTriggered, because cause: MessageCause, _ admission: KnownRuns.Admission,
    for delivery: AMQPDelivery
  ) async {
    let endpoint = trigger.endpointID
    switch await Traces.span("claim run", { _ in await persistentClaim(trigger, because: cause) }) {
    case .claimed(let claim):
      let signal = RunSignal { [known] in known.leave(admission) }
      held.add(claim.hold, sentAt: claim.sentAt, signal: signal)
      CrashPoint.reach(.executorBeforeAck)
      await delivery.ack()
      CrashPoint.reach(.executorAfterClaim)
      let session = RunSession(claim: claim, signal: signal, tools: tools)
      supervisor.start(
        RunSupervisor.Start(
          session: session, admission: admission, endpoint: endpoint, trace: TraceContext.current))
    case .refused:
      leave(admission, of: endpoint)
      await delivery.ack()
    case .closed:
      leave(admission, of: endpoint)
      await delivery.reject(requeue: true)
    }
  }

  private func leave(_ admission: KnownRuns.Admission, of endpoint: UUID) {
    known.leave(admission)
    slots.release(endpoint)
  }

  private enum ClaimResult: Sendable {
    case claimed(RunSession.Claim)
    /// Finished, held by someone else, or of another endpoint.
    case refused
    case closed
  }

  /// Tries until the database answers: the delivery stays unacknowledged meanwhile, so that nothing is lost.
  private func persistentClaim(_ trigger: RunTriggered, because cause: MessageCause) async -> ClaimResult {
    var failures = 0
    while !isClosed.withLock(\.self), !Task.isCancelled {
      do {
        return try await claimer.claim(trigger, because: cause).map { .claimed($0) } ?? .refused
      } catch {
        failures += 1
        logger.log(
          level: failures == 1 ? .warning : .debug, "run not claimed",
          metadata: [LogKey.runID: "\(trigger.runID.lowercased)", LogKey.error: "\(error)"])
        try? await Task.sleep(for: Self.claimBackoff.delay(beforeRetry: failures))
      }
    }
    return .closed
  }

  static func trigger(
    in message: AMQPMessage, of endpoint: UUID
  ) throws(EnvelopeError) -> (Envelope, RunTriggered) {
    let envelope = try Envelope(message)
    guard envelope.type == .runTriggered else {
      throw EnvelopeError(
        .wrongQueue, reason: "\(envelope.type.rawValue) does not belong into the queue of an endpoint")
    }
    let trigger = try envelope.decode(RunTriggered.self)
    guard trigger.endpointID == endpoint else {
      throw EnvelopeError(.wrongQueue, reason: "the trigger is for another endpoint than the queue")
    }
    return (envelope, trigger)
  }
}
