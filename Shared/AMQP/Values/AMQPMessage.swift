/// A message: its bytes and its properties.
public struct AMQPMessage: Sendable, Hashable {
  public var body: [UInt8]
  public var properties: AMQPProperties

  public init(body: [UInt8], properties: AMQPProperties = AMQPProperties()) {
    self.body = body
    self.properties = properties
  }
}
