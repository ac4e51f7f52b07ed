/// Lays out settings for the help of a command.
enum SettingsHelp {
  static func text(for declarations: [any SettingDeclaration]) -> String {
    var listed: Set<String> = []
    let entries = declarations.filter { listed.insert($0.name).inserted }.map(entry)
    return (["Settings (environment variables):"] + entries).joined(separator: "\n")
  }

  private static func entry(_ setting: any SettingDeclaration) -> String {
    let presence =
      if let value = setting.defaultText, !value.isEmpty {
        "default \(value)"
      } else if setting.isRequired {
        "required"
      } else {
        "optional"
      }
    let file = setting.isSecret ? " \(setting.name)_FILE may name a file that holds it instead." : ""
    return "  \(setting.name) (\(setting.form); \(presence))\n      \(setting.meaning)\(file)"
  }
}
