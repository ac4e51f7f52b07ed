import Foundation

/// A setting read from the environment, declared once with its name, meaning and default.
///
/// It is required unless it has a default or is ``optional``. An empty variable counts as an unset one, so
/// that a script may pass on `NAME=$NAME`.
public struct Setting<Value: Sendable>: SettingDeclaration {
  public let name: String
  public let meaning: String
  public let form: String
  public let defaultText: String?
  public let isSecret: Bool
  /// Turns the variable's text into the value. The description of what it throws is shown to operators.
  let parse: @Sendable (String) throws -> Value
  /// The value where the variable is unset; nil makes the setting required.
  let fallback: (@Sendable () throws -> Value)?

  public var isRequired: Bool { fallback == nil }

  public func issue(in environment: [String: String]) -> SettingsIssue? {
    do {
      _ = try value(in: environment)
      return nil
    } catch {
      return error
    }
  }

  /// A setting whose unset variable means nil.
  public var optional: Setting<Value?> {
    let fallback = fallback
    return Setting<Value?>(
      name: name, meaning: meaning, form: form, defaultText: defaultText, isSecret: isSecret,
      parse: parse, fallback: { try fallback?() })
  }

  /// A setting whose value is checked or converted further.
  /// - Parameter transform: what it throws makes the setting refused with the error's description as the
  ///   reason, which therefore has to be safe to show.
  public func then<Result: Sendable>(
    _ transform: @escaping @Sendable (Value) throws -> Result
  ) -> Setting<Result> {
    let parse = parse
    var converted: (@Sendable () throws -> Result)?
    if let fallback { converted = { try transform(fallback()) } }
    return Setting<Result>(
      name: name, meaning: meaning, form: form, defaultText: defaultText, isSecret: isSecret,
      parse: { try transform(parse($0)) }, fallback: converted)
  }

  func value(in environment: [String: String]) throws(SettingsIssue) -> Value {
    let text = try text(in: environment)
    do {
      if let text { return try parse(text) }
      if let fallback { return try fallback() }
    } catch {
      throw SettingsIssue(name: name, reason: "\(error)")
    }
    throw SettingsIssue(name: name, reason: "is not set (\(form))")
  }
  /// A secret may be given in a file instead, named by the variable with `_FILE` behind its name, so that it shows up
  /// in no list of processes.
  private func text(in environment: [String: String]) throws(SettingsIssue) -> String? {
    let text = environment[name].flatMap { $0.isEmpty ? nil : $0 }
    guard isSecret, let path = environment[fileName], !path.isEmpty else { return text }
    guard text == nil else {
      throw SettingsIssue(name: name, reason: "is given as well as \(fileName); give one of them")
    }
    guard let content = FileManager.default.contents(atPath: path) else {
      throw SettingsIssue(name: fileName, reason: "names a file that cannot be read")
    }
    return String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private var fileName: String { name + "_FILE" }
}
