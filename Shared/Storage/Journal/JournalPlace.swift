/// Where a message of the journal lies: in which of its streams, and where in that.
///
/// A stream that was lost and made anew counts its messages from 0 again, so that an offset alone names no message.
public struct JournalPlace: Sendable, Hashable, Comparable {
  /// Counts the streams, from 0.
  public var generation: Int64
  /// The number of the message in its stream, from 0.
  public var offset: Int64

  public init(generation: Int64, offset: Int64) {
    self.generation = generation
    self.offset = offset
  }

  public static func < (one: JournalPlace, other: JournalPlace) -> Bool {
    (one.generation, one.offset) < (other.generation, other.offset)
  }
}
