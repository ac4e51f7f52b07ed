/// One or more settings are missing or wrong: the process cannot start.
public struct SettingsError: Error, Sendable, CustomStringConvertible {
  /// The exit code of a process with wrong settings (`EX_CONFIG` of sysexits).
  public static let exitCode: Int32 = 78

  /// At least one.
  public let issues: [SettingsIssue]

  public init(issues: [SettingsIssue]) { self.issues = issues }

  public init(name: String, reason: String) {
    self.init(issues: [SettingsIssue(name: name, reason: reason)])
  }

  /// One line that names every wrong setting.
  public var description: String { issues.map(\.description).joined(separator: "; ") }
}
