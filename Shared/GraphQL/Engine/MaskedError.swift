import JSON

/// What the client is shown of an error that is not for it.
public struct MaskedError: Sendable {
  public var message: String
  /// The value of `extensions.code`.
  public var code: String

  public init(message: String = "internal error", code: String = "E_INTERNAL") {
    self.message = message
    self.code = code
  }
}
