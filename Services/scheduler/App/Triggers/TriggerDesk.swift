import Contracts
import Logging
import ServiceRuntime

/// Gathers triggers into batches: while one batch commits, the next one fills.
struct TriggerDesk: Sendable {
  private let requests: Coalescer<TriggerRequest, CommandAnswer>
  private let logger: Logger

  static let batchSize = 128
  /// How long a batch takes at most that nothing holds up.
  private static let patience = Duration.milliseconds(25)

  init(batch: TriggerBatch, replies: ReplyDesk, logger: Logger) {
    // A second one only when it is full or the first is held up, by a lock or by the confirms of its answers: that must
    // not hold up all others, and large batches cost less.
    requests = Coalescer(maxBatchSize: Self.batchSize, maxInFlight: 2, patience: Self.patience) { requests in
      let answers = await batch.process(requests)
      var isSent = await replies.send(
        zip(answers, requests).compactMap { reply, request in request.address.map { (reply, $0) } }
      ).makeIterator()
      return zip(answers, requests).map { reply, request in
        // Who awaits no answer misses none.
        request.address == nil || isSent.next() == true ? .success(.sent(reply.outcome)) : .success(.notSent)
      }
    }
    self.logger = logger
  }

  func trigger(_ command: TriggerCollection, _ envelope: Envelope) async -> CommandAnswer {
    await submit(TriggerRequest(command, envelope))
  }

  func trigger(_ command: TriggerEndpoint, _ envelope: Envelope) async -> CommandAnswer {
    await submit(TriggerRequest(command, envelope))
  }

  private func submit(_ request: TriggerRequest) async -> CommandAnswer {
    do {
      return try await requests.submit(request)
    } catch {
      logger.debug("Trigger not decided.", metadata: [LogKey.error: "\(error)"])
      return .send(EncodedReply(unavailable: "too many triggers are waiting"))
    }
  }
}
