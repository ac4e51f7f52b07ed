import AMQP
import Contracts
import Foundation
import Messaging

/// Listens to what happens to endpoints. Events are hints: what they miss the next reading finds.
struct EndpointEvents: Sendable {
  let directory: EndpointDirectory
  let deadLetters: DeadLetterOffice
  /// Where the events come from.
  let queue: Queue

  /// The process's own queue; it belongs into the topology of the client that consumes it.
  static func queue(of configuration: ExecutorConfiguration) -> Queue {
    Queue.endpointEvents(instance: configuration.queueInstance)
  }

  func handle(_ delivery: AMQPDelivery) async {
    do throws(EnvelopeError) {
      let envelope = try Envelope(delivery.message)
      switch envelope.type {
      // How an endpoint is doing changes nothing about how it is consumed.
      case .endpointHealthChanged: _ = try envelope.decode(EndpointHealthEvent.self)
      case .endpointRegistered, .endpointUpdated, .endpointDeleted:
        directory.touch(try envelope.decode(ConfigurationEvent.self).endpointID)
      case let type where type.rawValue.hasPrefix("endpoint."): break
      default:
        throw EnvelopeError(.wrongQueue, reason: "\(envelope.type.rawValue) is no event of an endpoint")
      }
      await delivery.ack()
    } catch {
      await deadLetters.file(hint: delivery, from: queue.name, error)
    }
  }
}
