/// What is wrong with one setting.
public struct SettingsIssue: Error, Sendable, Hashable, CustomStringConvertible {
  /// The environment variable.
  public let name: String
  /// The reason as the rest of a sentence that begins with the name. Never holds a secret.
  public let reason: String

  public init(name: String, reason: String) {
    self.name = name
    // The promise of one line holds whatever a parser had to say.
    self.reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  public var description: String { "\(name) \(reason)" }
}
