/// What a client declares on every connect, in this order: exchanges, queues, bindings.
///
/// Exclusive and auto-delete queues belong here: they vanish with the connection or the last consumer, and
/// only a client that knows them can bring them back.
public struct AMQPTopology: Sendable, Hashable {
  public var exchanges: [AMQPExchange]
  public var queues: [AMQPQueue]
  public var bindings: [AMQPBinding]

  /// Nothing to declare.
  public static let empty = AMQPTopology()

  public init(
    exchanges: [AMQPExchange] = [], queues: [AMQPQueue] = [], bindings: [AMQPBinding] = []
  ) {
    self.exchanges = exchanges
    self.queues = queues
    self.bindings = bindings
  }

  /// The part that a consumer of `queue` needs before it can start.
  func declarations(for queue: String) -> AMQPTopology {
    AMQPTopology(
      queues: queues.filter { $0.name == queue }, bindings: bindings.filter { $0.queue == queue })
  }
}
