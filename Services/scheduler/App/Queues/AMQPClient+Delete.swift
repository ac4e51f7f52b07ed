import AMQP
import Contracts
import Messaging

extension AMQPClient {
  /// Deletes a queue that others may be publishing to. Deleting one that is not there changes nothing.
  ///
  /// It is unbound first: RabbitMQ closes the whole connection of a publisher (541) whose message is on its
  /// way to a quorum queue at the moment of its deletion.
  func delete(_ queue: Queue) async throws(AMQPError) {
    for binding in queue.bindingDeclarations {
      do {
        try await unbind(binding)
      } catch  where error.code == .notFound {
        return
      }
    }
    try await deleteQueue(queue.name)
  }
}
