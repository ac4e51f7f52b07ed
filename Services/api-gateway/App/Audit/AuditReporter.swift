import Contracts
import Domain
import Foundation
import Logging
import Metrics
import ServiceLifecycle
import ServiceRuntime
import Synchronization

/// Tells the audit log of mutations that are refused before they become a command (S26).
///
/// An answer never waits for it: reports go into a queue of bounded length, and what does not fit is dropped and
/// counted, since whoever floods the gateway must not fill its memory.
public final class AuditReporter: Service {
  private struct Report: Sendable {
    let id: UUID
    let refusal: RecordRefusal
    let correlationID: String
    let actor: Contracts.Actor
  }

  private static let attempts = 6
  private static let backoff = Backoff(initial: .milliseconds(100), cap: .seconds(2), jitter: 0.2)

  private let notices: any NoticePosting
  private let logger: Logger
  private let reports: AsyncStream<Report>
  private let queue: AsyncStream<Report>.Continuation
  private let isEnding = Atomic(false)
  private let sent = Counter(label: "nucleus.gateway.audit.reports", dimensions: [("outcome", "sent")])
  private let dropped = Counter(label: "nucleus.gateway.audit.reports", dimensions: [("outcome", "dropped")])

  /// - Parameter capacity: reports that may wait.
  public init(notices: any NoticePosting, capacity: Int = 1_000, logger: Logger) {
    self.notices = notices
    self.logger = logger
    (reports, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(capacity))
  }

  /// Notes a refusal and returns at once.
  /// - Parameters:
  ///   - mutation: as the schema names it.
  ///   - objectID: what it was about, where the request named it.
  func report(
    _ mutation: String, objectID: String?, refusedWith code: Contracts.ErrorCode, in request: RequestIdentity
  ) {
    let report = Report(
      id: .v7(), refusal: RecordRefusal(mutation: mutation, objectID: objectID, outcome: code.rawValue),
      correlationID: request.correlationID, actor: request.caller.actor)
    if case .enqueued = queue.yield(report) { return }
    dropped.increment()
  }

  /// Sends reports until graceful shutdown, then those that are left.
  public func run() async throws {
    await withGracefulShutdownHandler {
      for await report in reports { await post(report) }
    } onGracefulShutdown: {
      self.isEnding.store(true, ordering: .relaxed)
      self.queue.finish()
    }
  }

  private func post(_ report: Report) async {
    for attempt in 1...Self.attempts {
      do {
        try await notices.post(
          report.refusal, id: report.id, correlationID: report.correlationID, for: report.actor)
        sent.increment()
        return
      } catch {
        logger.debug("Refusal not reported.", metadata: [LogKey.error: "\(error)"])
        // Nobody waits for a broker that is away at the end.
        guard attempt < Self.attempts, !isEnding.load(ordering: .relaxed),
          (try? await Task.sleep(for: Self.backoff.delay(beforeRetry: attempt))) != nil
        else { break }
      }
    }
    dropped.increment()
  }
}
