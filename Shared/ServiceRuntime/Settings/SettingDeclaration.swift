/// What is known of a setting without its type: enough to list it and to check it.
public protocol SettingDeclaration: Sendable {
  /// The environment variable.
  var name: String { get }
  /// What it means, as a sentence.
  var meaning: String { get }
  /// What it accepts, for example `1…65535` or `json | text`.
  var form: String { get }
  /// The default as an operator would write it; nil where there is none.
  var defaultText: String? { get }
  var isRequired: Bool { get }
  /// Whether its value must never be shown.
  var isSecret: Bool { get }
  /// Why the environment's value will not do, or nil.
  func issue(in environment: [String: String]) -> SettingsIssue?
}
