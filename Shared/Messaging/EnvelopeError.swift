/// Why a message cannot be understood. The reason never repeats the body.
public struct EnvelopeError: Error, Sendable, CustomStringConvertible {
  public let reason: String

  public init(reason: String) { self.reason = reason }

  public var description: String { reason }
}
