/// The declaration of a queue.
public struct AMQPQueue: Sendable, Hashable {
  public var name: String
  public var isDurable: Bool
  /// Whether only the declaring connection may use it; it goes with that connection.
  public var isExclusive: Bool
  /// Whether it goes with its last consumer.
  public var isAutoDelete: Bool
  /// For example `x-queue-type`; an existing queue with other arguments refuses the declaration.
  public var arguments: [String: AMQPFieldValue]
  /// Whether an existing queue with other arguments will do: what a topology asks for may have changed since it was
  /// made, and only an operator can make it anew.
  public var mayDiffer: Bool

  public init(
    name: String, isDurable: Bool = true, isExclusive: Bool = false, isAutoDelete: Bool = false,
    arguments: [String: AMQPFieldValue] = [:], mayDiffer: Bool = false
  ) {
    self.name = name
    self.isDurable = isDurable
    self.isExclusive = isExclusive
    self.isAutoDelete = isAutoDelete
    self.arguments = arguments
    self.mayDiffer = mayDiffer
  }
}
