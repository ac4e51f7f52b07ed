import Contracts
import Logging
import ServiceRuntime

/// Gathers triggers into batches: while one batch commits, the next one fills.
struct TriggerDesk: Sendable {
  private let requests: Coalescer<TriggerRequest, EncodedReply>
  private let logger: Logger

  static let batchSize = 128

  init(batch: TriggerBatch, logger: Logger) {
    // Two at a time, so that a batch that waits for a lock does not hold up all others.
    requests = Coalescer(maxBatchSize: Self.batchSize, maxInFlight: 2) { requests in
      await batch.process(requests).map { .success($0) }
    }
    self.logger = logger
  }

  func trigger(_ command: TriggerCollection, _ envelope: Envelope) async -> EncodedReply {
    await submit(TriggerRequest(command, envelope))
  }

  func trigger(_ command: TriggerEndpoint, _ envelope: Envelope) async -> EncodedReply {
    await submit(TriggerRequest(command, envelope))
  }

  private func submit(_ request: TriggerRequest) async -> EncodedReply {
    do {
      return try await requests.submit(request)
    } catch {
      logger.debug("Trigger not decided.", metadata: [LogKey.error: "\(error)"])
      return EncodedReply(unavailable: "too many triggers are waiting")
    }
  }
}
