/// A frame from the broker, copied out of librabbitmq's memory.
struct InboundFrame: Sendable, Hashable {
  enum Payload: Sendable, Hashable {
    case method(InboundMethod)
    case header(bodySize: Int, properties: AMQPProperties)
    case body([UInt8])
  }

  let channel: UInt16
  let payload: Payload
}
