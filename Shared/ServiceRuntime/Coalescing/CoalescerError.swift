/// Why a coalescer could not answer.
public struct CoalescerError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// Too many requests wait already. Nothing was done; a later try may succeed.
    case overloaded
    /// The batch function answered with another number of results than it was given requests. Whether the
    /// requests took effect is unknown.
    case resultCountMismatch
  }

  public let code: Code

  public var description: String {
    switch code {
    case .overloaded: "too many requests are waiting"
    case .resultCountMismatch: "a batch answered with a wrong number of results"
    }
  }

  public static let overloaded = CoalescerError(code: .overloaded)
  public static let resultCountMismatch = CoalescerError(code: .resultCountMismatch)
}
