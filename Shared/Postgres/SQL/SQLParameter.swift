/// A value ready to be sent: its type and its text form.
public struct SQLParameter: Sendable {
  public let type: SQLType
  /// The value as the server's input function of the type reads it; `nil` is NULL.
  public let text: String?

  public init(type: SQLType, text: String?) {
    self.type = type
    self.text = text
  }
}
