/// Why an activity failed: what the run records and whether another try makes sense.
public struct RunFailure: Error, Sendable, Equatable {
  public enum RetryClass: Sendable, Equatable {
    case retryable
    /// Not before this many seconds.
    case retryAfter(seconds: Double)
    case permanent
    /// Only a change of the endpoint's config can help.
    case configuration
  }

  /// `E_…`, as the run's `errorCode` shows it.
  public var code: String
  /// Sanitised: safe to store and show.
  public var message: String
  public var retryClass: RetryClass
  /// The parameter at fault, where one is known.
  public var field: String?

  public init(code: String, message: String, retryClass: RetryClass, field: String? = nil) {
    self.code = code
    self.message = message
    self.retryClass = retryClass
    self.field = field
  }

  public static func unreachable(_ message: String) -> RunFailure {
    RunFailure(code: "E_UPSTREAM_UNREACHABLE", message: message, retryClass: .retryable)
  }
  /// - Parameter seconds: what the source's Retry-After asks for; nil: it did not say.
  public static func rateLimited(_ message: String, retryAfter seconds: Double?) -> RunFailure {
    RunFailure(
      code: "E_UPSTREAM_RATE_LIMITED", message: message,
      retryClass: seconds.map { .retryAfter(seconds: max($0, 0)) } ?? .retryable)
  }
  public static func upstream(_ message: String) -> RunFailure {
    RunFailure(code: "E_UPSTREAM_ERROR", message: message, retryClass: .retryable)
  }
  public static func protocolViolation(_ message: String) -> RunFailure {
    RunFailure(code: "E_UPSTREAM_PROTOCOL", message: message, retryClass: .retryable)
  }
  public static func authentication(_ message: String) -> RunFailure {
    RunFailure(code: "E_UPSTREAM_AUTH", message: message, retryClass: .permanent)
  }
  public static func configuration(_ message: String, field: String? = nil) -> RunFailure {
    RunFailure(code: "E_CONFIG_INVALID", message: message, retryClass: .configuration, field: field)
  }
  public static func timeout(_ message: String) -> RunFailure {
    RunFailure(code: "E_RUN_TIMEOUT", message: message, retryClass: .permanent)
  }
  public static func `internal`(_ message: String) -> RunFailure {
    RunFailure(code: "E_INTERNAL", message: message, retryClass: .retryable)
  }
}
