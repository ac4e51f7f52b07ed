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

    /// So much of an id is in the index as it was sent, whatever the index had to cut.
    private static let certainBytes = 150

    /// Whether what lies at the place is the message.
    func isNamed(by message: AMQPStreamMessage) -> Bool {
      guard message.offset == offset else { return false }
      // What carries no id that the index could hold is named by its place: `place:0:17`.
      guard !(messageID.hasPrefix("place:") && messageID.hasSuffix(":\(offset)")) else { return true }
      guard let id = message.message.properties.messageID else { return false }
      if id == messageID { return true }
      let certain = Array(id.utf8.prefix { $0 != 0 }.prefix(Self.certainBytes))
      let isChanged = id.utf8.count > Self.certainBytes || id.utf8.contains(0)
      return isChanged && !certain.isEmpty && messageID.utf8.starts(with: certain)
    }
  }
}
