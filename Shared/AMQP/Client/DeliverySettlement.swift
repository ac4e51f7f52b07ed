import Synchronization

/// Lets a delivery be settled once: a second acknowledgement would make the broker close the channel.
final class DeliverySettlement: Sendable {
  private let link: ConsumingLink
  private let consumer: Int
  private let epoch: UInt64
  private let tag: UInt64
  private let isSettled = Atomic(false)

  init(link: ConsumingLink, consumer: Int, epoch: UInt64, tag: UInt64) {
    self.link = link
    self.consumer = consumer
    self.epoch = epoch
    self.tag = tag
  }

  func ack() async {
    guard claim() else { return }
    await link.acknowledge(consumer, epoch: epoch, tag: tag)
  }

  /// Settles all deliveries of the channel up to this one.
  func ackAll() async {
    guard claim() else { return }
    await link.acknowledgeAll(consumer, epoch: epoch, upTo: tag)
  }

  func reject(requeue: Bool) async {
    guard claim() else { return }
    await link.reject(consumer, epoch: epoch, tag: tag, requeue: requeue)
  }

  private func claim() -> Bool {
    !isSettled.exchange(true, ordering: .acquiringAndReleasing)
  }
}
