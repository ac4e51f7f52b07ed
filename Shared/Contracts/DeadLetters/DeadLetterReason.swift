/// Why a message is a dead letter, as a class: what lists, groups and metrics tell apart. The words beside it say more.
public enum DeadLetterReason: String, Sendable, Codable, CaseIterable {
  /// Its properties or its body cannot be read.
  case malformed = "MALFORMED"
  /// This release knows no such type or version.
  case unknownType = "UNKNOWN_TYPE"
  /// It can be read and does not belong into the queue it was in.
  case wrongQueue = "WRONG_QUEUE"
  /// It was delivered as often as its queue allows, and nobody ever was done with it.
  case exhausted = "EXHAUSTED"
  /// Its consumer gave it up and the broker put it away.
  case rejected = "REJECTED"
  /// It waited longer than it may.
  case expired = "EXPIRED"
  /// Its queue had no room.
  case overflow = "OVERFLOW"
  /// It came without a reason.
  case unknown = "UNKNOWN"
}
