import Foundation

/// Which dead letters a bulk command means. At least one member is given, and all that are must match.
public struct DeadLetterFilter: Sendable, Codable, Equatable {
  public var endpointID: UUID?
  public var reason: DeadLetterReason?
  /// The queue they came from.
  public var queue: String?
  /// The type of the message.
  public var type: String?

  public init(
    endpointID: UUID? = nil, reason: DeadLetterReason? = nil, queue: String? = nil, type: String? = nil
  ) {
    self.endpointID = endpointID
    self.reason = reason
    self.queue = queue
    self.type = type
  }

  /// Without a restriction everything would be meant.
  public var isEmpty: Bool { self == DeadLetterFilter() }
}
