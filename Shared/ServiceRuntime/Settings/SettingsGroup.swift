/// Settings that belong together, read at start into a plain value.
public protocol SettingsGroup: Sendable {
  /// Every setting the group reads, nested groups included, in the order in which help lists them.
  static var declarations: [any SettingDeclaration] { get }

  init(from settings: SettingsReader) throws(SettingsError)
}

extension SettingsGroup {
  /// The settings as text for the help of a command.
  public static var helpText: String { SettingsHelp.text(for: declarations) }
}
