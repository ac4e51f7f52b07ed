import AMQP

extension JournalReader {
  /// A message that is to be read.
  public struct Wanted: Sendable, Hashable {
    public var offset: Int64
    /// As the index has it. A message of another id at the place is not the one.
    public var messageID: String

    public init(offset: Int64, messageID: String) {
      self.offset = offset
      self.messageID = messageID
    }

    /// Whether what lies at the place is the message.
    func isNamed(by message: AMQPStreamMessage) -> Bool {
      guard message.offset == offset else { return false }
      // What carries no id is named by its place: `place:0:17`.
      if messageID.hasPrefix("place:"), messageID.hasSuffix(":\(offset)") { return true }
      // The index replaces what it cannot hold, and cuts no id.
      return message.message.properties.messageID?.storable(.max).utf8.elementsEqual(messageID.utf8) == true
    }
  }
}
