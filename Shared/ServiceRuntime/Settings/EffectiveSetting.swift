/// What a setting came to in this process.
public struct EffectiveSetting: Sendable, Equatable {
  public enum Source: String, Sendable {
    case environment
    case `default`
  }

  /// The environment variable.
  public var name: String
  /// As an operator would write it; nil for secrets, and where there is neither a value nor a default.
  public var value: String?
  public var source: Source
}

extension SettingsReader {
  /// What the settings of a group came to, in the order in which help lists them; no secret is among the values.
  public func effective<Group: SettingsGroup>(_: Group.Type) -> [EffectiveSetting] {
    Group.declarations.map { declaration in
      let text = text(of: declaration.name)
      return EffectiveSetting(
        name: declaration.name, value: declaration.isSecret ? nil : text ?? declaration.defaultText,
        source: text == nil ? .default : .environment)
    }
  }
}
