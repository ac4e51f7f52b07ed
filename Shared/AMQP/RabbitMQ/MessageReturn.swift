/// What precedes the content of a message that no queue took.
struct MessageReturn: Sendable, Hashable {
  let reason: CloseReason
  let exchange: String
  let routingKey: String
}
