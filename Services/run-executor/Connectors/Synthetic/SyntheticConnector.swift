import Domain
import Foundation
import Glibc
import JSON
import Logging

/// A made-up source for trials, tests and benches, which also plays every kind of trouble on request.
public struct SyntheticConnector: Connector {
  public let kind = EndpointKind.synthetic
  public let capabilities: Set<Capability> = [.collect]

  public init() {}

  public func test(_ connection: ConnectorConnection) async -> ConnectionDiagnosis {
    let parameters: SyntheticParameters
    do {
      parameters = try SyntheticParameters(connection.parameters)
    } catch {
      return refusal(error)
    }
    switch parameters.failure {
    case .error: return refusal(.upstream("the source answers with an error, as it was told"))
    case .hang:
      await Self.hang()
      return refusal(.unreachable("the source did not answer"))
    case .none, .flaky, .crash, .skip:
      let found = ConnectionDiagnosis.Diagnostic(
        level: .info, code: "CONNECTED", message: "The source offers \(parameters.datasets) datasets.")
      return ConnectionDiagnosis(ok: true, diagnostics: [found])
    }
  }

  public func prepare(_ job: CollectJob) async throws(RunFailure) -> Preparation {
    let parameters = try SyntheticParameters(job.connection.parameters)
    return parameters.failure == .skip
      ? .skip(.nothingToDo, text: "the source has nothing to collect") : .ready
  }

  public func collect(_ job: CollectJob) async throws(RunFailure) -> CollectedCatalog {
    let parameters = try SyntheticParameters(job.connection.parameters)
    // A collection is one request.
    try await job.connection.pace.turn()
    // The latency is that of the run: a try that follows a failed one does not wait again.
    if job.attempt == 1, parameters.latencyMilliseconds > 0 {
      try await pause(.milliseconds(parameters.latencyMilliseconds))
    }
    if parameters.failure != .none {
      job.logger.debug("the source is told to fail", metadata: ["failure": "\(parameters.failure.rawValue)"])
    }
    switch parameters.failure {
    case .none, .skip: break
    case .error: throw .upstream("the source answers with an error, as it was told")
    case .flaky:
      if Self.fails(parameters, job) { throw .upstream("the source failed by chance, as it was told") }
    case .hang:
      await Self.hang()
      throw .unreachable("the source did not answer")
    case .crash: abort()
    }
    let isWanted = job.schemas?.contains(SyntheticCatalog.schema) ?? true
    return CollectedCatalog(
      datasets: isWanted ? SyntheticCatalog(parameters: parameters).datasets() : [],
      isComplete: job.schemas == nil && (job.filters?.objectValue ?? [:]).isEmpty,
      detectedVersion: "synthetic 1")
  }

  /// The draw of one try, from seed, run and try alone.
  static func fails(_ parameters: SyntheticParameters, _ job: CollectJob) -> Bool {
    let (high, low) = job.runID.words
    var random = SplitMix64(mixing: UInt64(bitPattern: parameters.seed), high, low, UInt64(job.attempt))
    return random.nextUnit() < parameters.failureRate
  }

  private func pause(_ duration: Duration) async throws(RunFailure) {
    do { try await Task.sleep(for: duration) } catch { throw .unreachable("the collection was cancelled") }
  }

  /// Returns when the task is cancelled. Unlike a long sleep it leaves no timer behind.
  private static func hang() async {
    let (silence, voice) = AsyncStream.makeStream(of: Never.self)
    for await _ in silence {}
    voice.finish()
  }

  private func refusal(_ failure: RunFailure) -> ConnectionDiagnosis {
    let diagnostic = ConnectionDiagnosis.Diagnostic(
      level: .error, code: failure.code, message: failure.message, field: failure.field)
    return ConnectionDiagnosis(ok: false, diagnostics: [diagnostic])
  }
}

extension UUID {
  /// The 128 bits as two words, most significant first.
  fileprivate var words: (UInt64, UInt64) {
    withUnsafeBytes(of: uuid) { bytes in
      (
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }
}
