import AMQP

/// Spreads consumers over connections, since one connection holds only so many channels.
actor ConsumerConnections {
  private let makeClient: @Sendable (Int) -> AMQPClient
  private let capacity: Int
  private var clients: [AMQPClient]
  private var load: [Int]
  private let opened: AsyncStream<AMQPClient>
  private let opening: AsyncStream<AMQPClient>.Continuation

  /// - Parameters:
  ///   - first: a client that others run.
  ///   - capacity: consumers of one connection.
  ///   - makeClient: makes the client of a further connection, from its number (1…).
  init(
    first: AMQPClient, capacity: Int, makeClient: @escaping @Sendable (Int) -> AMQPClient
  ) {
    self.makeClient = makeClient
    self.capacity = capacity
    clients = [first]
    load = [0]
    (opened, opening) = AsyncStream.makeStream()
  }

  /// Consumes on the first connection with room for it.
  /// - Returns: the consumer, and the number of its connection for ``release(_:)``.
  func consume(
    queue: String, prefetch: Int, handler: @escaping @Sendable (AMQPDelivery) async -> Void
  ) async throws(AMQPError) -> (consumer: AMQPConsumer, connection: Int) {
    let index: Int
    if let free = load.firstIndex(where: { $0 < capacity }) {
      index = free
    } else {
      index = clients.count
      let client = makeClient(index)
      clients.append(client)
      load.append(0)
      opening.yield(client)
    }
    load[index] += 1
    do {
      return (try await clients[index].consume(queue: queue, prefetch: prefetch, handler: handler), index)
    } catch {
      load[index] -= 1
      throw error
    }
  }

  func release(_ connection: Int) { load[connection] -= 1 }

  /// Runs the further connections until the task is cancelled.
  nonisolated func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for await client in opened {
        group.addTask { try await client.run() }
      }
    }
  }
}
