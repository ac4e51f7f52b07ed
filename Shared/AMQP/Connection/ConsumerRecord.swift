import ThreadActor

/// A consumer as its connection's thread sees it. Not `Sendable`: it stays inside ``ConsumingLink``.
final class ConsumerRecord {
  let number: Int
  let specification: ConsumerSpecification
  let status: Watched<ConsumerStatus>
  let deliveries: AsyncStream<AMQPDelivery>.Continuation
  var lifecycle: ConsumerLifecycle
  /// The channel it has now, 0 for none.
  var channel: UInt16 = 0
  /// Counts its channels; a delivery of an earlier one can no longer be settled.
  var epoch: UInt64 = 0
  var assembler = ContentAssembler<DeliveryAddress>()
  /// Of the current channel.
  var acknowledgements = Acknowledgements()
  var timer: PollTimer?
  var cancelWaiters: [CheckedContinuation<Void, Never>] = []

  init(
    number: Int, specification: ConsumerSpecification, status: Watched<ConsumerStatus>,
    deliveries: AsyncStream<AMQPDelivery>.Continuation, backoff: AMQPBackoff
  ) {
    self.number = number
    self.specification = specification
    self.status = status
    self.deliveries = deliveries
    lifecycle = ConsumerLifecycle(backoff: backoff)
  }

  /// Never used twice: a broker closes the whole connection over a tag that is taken.
  var consumerTag: String { "consumer-\(number).\(epoch)" }
}
