import Connectors
import Domain
import Foundation
import JSON
import Logging
import Sealing
import Storage
import Synchronization
import Testing

@testable import RunExecutor

/// A session with a record that only notes: what it writes in which end, and that it can be watched.
@Suite struct RunSessionTests {
  /// Logs, and does then what it is told.
  private struct TalkingConnector: Connector {
    let kind = EndpointKind.synthetic
    let capabilities: Set<Capability> = [.collect]
    let work: @Sendable () async throws(RunFailure) -> CollectedCatalog

    func test(_ connection: ConnectorConnection) async -> ConnectionDiagnosis {
      ConnectionDiagnosis(ok: true, diagnostics: [])
    }

    func collect(_ job: CollectJob) async throws(RunFailure) -> CollectedCatalog {
      job.logger.debug("a step", metadata: ["statement": "columns"])
      job.logger.info("worth a note")
      return try await work()
    }
  }

  private let record = RecordingRunRecord()
  private let signal = RunSignal()
  private static let empty = CollectedCatalog(datasets: [], isComplete: true)

  private func session(
    observer: RunObserver? = nil, _ work: @escaping @Sendable () async throws(RunFailure) -> CollectedCatalog
  ) throws -> RunSession {
    let tools = RunTools(
      preparation: JobPreparation(
        connectors: ConnectorRegistry([TalkingConnector(work: work)]),
        credentials: CredentialOpening(opener: try CredentialOpener(privateKeys: [SealingPrivateKey()])),
        addressPolicy: AddressPolicy(), paces: RequestPaces()),
      record: record, retry: RetryPolicy(attempts: 1),
      logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }, observer: observer)
    let claim = RunSession.Claim(run: SampleClaim.make(), sentAt: ContinuousClock().now, sentDate: Date())
    return RunSession(claim: claim, signal: signal, tools: tools)
  }

  @Test func aSuccessWritesOnlyWhatIsWorthANote() async throws {
    let verdict = try await session { () throws(RunFailure) in Self.empty }.run()
    #expect(verdict == .succeeded)
    #expect(record.notes.ends.map { $0.log.map(\.message) } == [["worth a note"]])
    #expect(record.notes.ends.first?.catalog?.datasets.isEmpty == true)
  }

  @Test func aFailureWritesItsWholeLog() async throws {
    let verdict = try await session { () throws(RunFailure) in throw .upstream("no") }.run()
    #expect(verdict == .failed(.upstream("no")))
    let log = record.notes.ends.first?.log ?? []
    #expect(log.map(\.message) == ["a step", "worth a note", "activity failed"])
    #expect(log.last?.metadata?["code"] == "E_UPSTREAM_ERROR")
  }

  @Test(arguments: [Interruption.leaseLost, .revoked, .shutdown])
  func whatCutsARunOffLeavesItsLog(_ interruption: Interruption) async throws {
    let (begun, beginning) = AsyncStream<Void>.makeStream()
    let session = try session { () throws(RunFailure) in
      beginning.finish()
      let (silence, _) = AsyncStream.makeStream(of: Never.self)
      for await _ in silence {}
      throw .unreachable("cancelled")
    }
    async let verdict = session.run()
    for await _ in begun {}
    signal.raise(interruption)
    #expect(await verdict == nil)
    let notes = record.notes
    #expect(notes.ends.isEmpty)
    let log = ["a step", "worth a note"]
    switch interruption {
    case .leaseLost:
      // Its activities are the next executor's to tell.
      #expect(notes.lost.map { $0.map(\.message) } == [log])
      #expect(notes.cutOff.isEmpty && notes.handedBack.isEmpty)
    case .revoked:
      #expect(notes.cutOff.map { $0.log.map(\.message) } == [log])
      #expect(notes.cutOff.first?.activities.last?.outcome == .cancelled)
    case .shutdown: #expect(notes.handedBack.map { $0.log.map(\.message) } == [log])
    }
  }

  @Test func whoWatchesSeesEachStepAndLine() async throws {
    let seen = Mutex<[String]>([])
    let observer = RunObserver(
      step: { _, action in
        if case .perform(let work, let attempt, _) = action {
          seen.withLock { $0.append("\(work) \(attempt)") }
        }
        if case .write(let verdict) = action { seen.withLock { $0.append("\(verdict.activity)") } }
      }, line: { line in seen.withLock { $0.append(line.message) } })
    _ = try await session(observer: observer) { () throws(RunFailure) in Self.empty }.run()
    #expect(
      seen.withLock(\.self) == ["prepare 1", "collect 1", "a step", "worth a note", "markRunCompleted"])
  }
}
