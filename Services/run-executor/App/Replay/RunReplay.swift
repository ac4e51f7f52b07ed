import Connectors
import Contracts
import Domain
import Foundation
import JSON
import Logging
import Postgres
import Sealing
import Storage

/// Walks a run that has ended once more, in the foreground: with the real connector and the same session as in an
/// executor, while everything that would be written is rolled back and nothing is sent (B6).
///
/// There is no lease, so nothing takes the run from a process that stands still under a debugger.
public struct RunReplay: Sendable {
  public struct Options: Sendable {
    public var run: UUID
    /// Whether run and activities end by their timeouts; off for use under a debugger.
    public var hasTimeouts = true
    /// Tries of each activity.
    public var attempts: Int

    public init(run: UUID, hasTimeouts: Bool = true, attempts: Int = RetryPolicy().attempts) {
      self.run = run
      self.hasTimeouts = hasTimeouts
      self.attempts = attempts
    }
  }

  public struct Parts: Sendable {
    /// Connects as an executor.
    public var connect: @Sendable () async throws -> PostgresConnection
    public var connectors: ConnectorRegistry
    public var opener: CredentialOpener
    public var addressPolicy: AddressPolicy
    /// As whom the run is claimed: `replay@host`.
    public var name: String

    public init(
      connect: @escaping @Sendable () async throws -> PostgresConnection, connectors: ConnectorRegistry,
      opener: CredentialOpener, addressPolicy: AddressPolicy, name: String
    ) {
      self.connect = connect
      self.connectors = connectors
      self.opener = opener
      self.addressPolicy = addressPolicy
      self.name = name
    }
  }

  /// Longer than anybody debugs.
  private static let noTimeout = Duration.seconds(10 * 365 * 86_400)
  private static let tickInterval = Duration.milliseconds(100)

  private let options: Options
  private let parts: Parts
  private let rehearsal: ReplayRehearsal
  private let transcript: ReplayTranscript

  /// - Parameter report: told what happens, as it happens.
  public init(_ options: Options, _ parts: Parts, report: @escaping @Sendable (ReplayEvent) -> Void) {
    self.options = options
    self.parts = parts
    rehearsal = ReplayRehearsal(run: options.run, executor: parts.name, connect: parts.connect)
    transcript = ReplayTranscript(report: report)
  }

  /// - Parameter trigger: the message that began the run, with where it is from; nil: made anew from the run's row.
  /// - Throws: a ``ReplayRefusal`` before anything is tried; a `PostgresError` when the platform's own database cannot
  ///   be reached.
  public func run(trigger: (message: RunTriggered, source: String)? = nil) async throws -> ReplayOutcome {
    let (run, endpoint) = try await subject()
    introduce(run, endpoint)
    if let trigger, trigger.message.runID != run.id || trigger.message.endpointID != endpoint.id {
      throw ReplayRefusal.foreignTrigger(trigger.message, run: run.id)
    }
    transcript.received(
      trigger?.message ?? RunTriggered(runID: run.id, endpointID: endpoint.id),
      from: trigger?.source ?? "made from the run's row")
    let verdict = await walk(try await claim())
    let outcome = ReplayOutcome(verdict ?? .failed(.internal("the replay was cut off")))
    transcript.ended(outcome, knowing: run)
    return outcome
  }

  private func subject() async throws -> (Run, Endpoint) {
    try await rehearsal.withConnection { [options] connection in
      if let obstacle = try await RunRehearsal.obstacle(to: options.run, in: connection) {
        throw ReplayRefusal.of(obstacle, run: options.run)
      }
      guard let run = try await RunQueries.find([options.run], in: connection)[options.run],
        let endpoint = try await EndpointQueries.find([run.endpointID], in: connection)[run.endpointID]
      else { throw ReplayRefusal.of(.unknownRun, run: options.run) }
      guard !endpoint.isDeleted else { throw ReplayRefusal.endpointDeleted }
      return (run, endpoint)
    }
  }

  private func introduce(_ run: Run, _ endpoint: Endpoint) {
    let error = run.error.map { ": \($0)" } ?? ""
    transcript.note(
      "run \(run.id.lowercased) of \"\(endpoint.name)\" (\(endpoint.kind)), asked for at "
        + "\(Timestamp.format(run.requestedAt)); it had ended \(run.status.rawValue) \(run.errorCode ?? "")\(error)",
      [
        "runId": .string(run.id.lowercased), "endpointId": .string(endpoint.id.lowercased),
        "kind": .string(run.kind.rawValue), "status": .string(run.status.rawValue),
        "errorCode": run.errorCode.map { .string($0) } ?? .null, "filters": run.filters ?? .null,
      ])
    if !options.hasTimeouts {
      transcript.note("without timeouts: neither the run nor a step ends by the clock")
    }
  }

  private func claim() async throws -> ClaimedRun {
    var claimed: ClaimedRun
    do {
      let messages: [OutboxMessage]
      (claimed, messages) = try await rehearsal.claim()
      for message in messages { transcript.wouldSend(message) }
    } catch let obstacle as RunRehearsal.Obstacle {
      throw ReplayRefusal.of(obstacle, run: options.run)
    }
    if claimed.admission.refusal != nil {
      claimed.admission = .passes
      transcript.note(
        "the breaker of the endpoint is open: an executor would end the run at once, the replay goes on")
    }
    return claimed
  }

  private func walk(_ claimed: ClaimedRun) async -> RunVerdict? {
    var claim = RunSession.Claim(run: claimed, sentAt: ContinuousClock().now, sentDate: Date())
    var retry = RetryPolicy(attempts: options.attempts)
    if !options.hasTimeouts {
      claim.timeout = Self.noTimeout
      retry.timeout = nil
    }
    let signal = RunSignal()
    let tools = RunTools(
      preparation: JobPreparation(
        connectors: parts.connectors, credentials: CredentialOpening(opener: parts.opener),
        addressPolicy: parts.addressPolicy, paces: RequestPaces()),
      record: RehearsedRunRecord(rehearsal: rehearsal, transcript: transcript), retry: retry,
      logger: Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() }, observer: transcript.observer)
    let session = RunSession(claim: claim, signal: signal, tools: tools)
    return await withTaskGroup(of: RunVerdict?.self) { group in
      group.addTask { await session.run() }
      group.addTask {
        // Deadlines and the ends of pauses; a process that stood still catches up with the next tick.
        while !Task.isCancelled {
          signal.fire(at: ContinuousClock().now)
          try? await Task.sleep(for: Self.tickInterval)
        }
        return nil
      }
      let verdict = await group.next() ?? nil
      group.cancelAll()
      return verdict
    }
  }
}
