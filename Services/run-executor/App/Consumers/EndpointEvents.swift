import AMQP
import Contracts
import Foundation
import Messaging

/// Listens to what happens to endpoints. Events are hints: what they miss the next reading finds.
struct EndpointEvents: Sendable {
  let directory: EndpointDirectory

  /// The process's own queue; it belongs into the topology of the client that consumes it.
  static func queue(of configuration: ExecutorConfiguration) -> Queue {
    Queue.endpointEvents(instance: configuration.queueInstance)
  }

  func handle(_ delivery: AMQPDelivery) async {
    // How an endpoint is doing changes nothing about how it is consumed.
    if let envelope = try? Envelope(delivery.message), envelope.type != .endpointHealthChanged,
      let endpoint = envelope.endpointID ?? (try? envelope.decode(ConfigurationEvent.self))?.endpointID
    {
      directory.touch(endpoint)
    }
    // An event that cannot be understood is not kept: this queue goes with the process anyway.
    await delivery.ack()
  }
}
