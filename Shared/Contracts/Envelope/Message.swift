/// A typed body that crosses the broker. Golden files pin the JSON of every conforming type.
public protocol Message: Codable, Sendable, Equatable {
  static var type: MessageType { get }
}

/// A message by which the gateway asks the scheduler for a change and waits for the reply.
public protocol Command: Message {
  /// Who asked for it, as people read it.
  var requestedBy: String { get }
}
