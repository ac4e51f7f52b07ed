/// The declaration of an exchange.
public struct AMQPExchange: Sendable, Hashable {
  /// How an exchange chooses queues.
  public enum Kind: String, Sendable, Hashable {
    case direct
    case topic
    case fanout
    case headers
  }

  public var name: String
  public var kind: Kind
  public var isDurable: Bool
  public var isAutoDelete: Bool
  /// Whether only other exchanges may publish to it.
  public var isInternal: Bool
  public var arguments: [String: AMQPFieldValue]

  public init(
    name: String, kind: Kind = .direct, isDurable: Bool = true, isAutoDelete: Bool = false,
    isInternal: Bool = false, arguments: [String: AMQPFieldValue] = [:]
  ) {
    self.name = name
    self.kind = kind
    self.isDurable = isDurable
    self.isAutoDelete = isAutoDelete
    self.isInternal = isInternal
    self.arguments = arguments
  }
}
