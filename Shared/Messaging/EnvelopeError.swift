import Contracts

/// Why a message cannot be understood. The reason never repeats the body.
public struct EnvelopeError: Error, Sendable, CustomStringConvertible {
  public let reason: String
  public let kind: DeadLetterReason

  public init(_ kind: DeadLetterReason = .malformed, reason: String) {
    self.kind = kind
    self.reason = reason
  }

  public var description: String { reason }
}
