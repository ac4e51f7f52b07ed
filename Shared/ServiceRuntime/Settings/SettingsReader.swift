import ArgumentParser
import Foundation

/// Reads settings from the environment of the process.
public struct SettingsReader: Sendable {
  private let executable: String
  private let environment: [String: String]

  /// - Parameter executable: the name of the running program, which begins the line on standard error.
  public init(
    executable: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.executable = executable
    self.environment = environment
  }

  /// Reads a group after checking every setting it declares, so that the error names all faults at once.
  public func load<Group: SettingsGroup>(_: Group.Type) throws(SettingsError) -> Group {
    let issues = Group.declarations.compactMap { $0.issue(in: environment) }
    if !issues.isEmpty { throw SettingsError(issues: issues) }
    return try Group(from: self)
  }

  /// Reads a group for a command's `run()`: faults are written as one line to standard error.
  /// - Throws: the exit code 78.
  public func loadOrExit<Group: SettingsGroup>(_: Group.Type) throws(ExitCode) -> Group {
    do {
      return try load(Group.self)
    } catch {
      error.report(by: executable)
      throw ExitCode(SettingsError.exitCode)
    }
  }

  /// Reads one setting; meant for ``SettingsGroup/init(from:)``.
  public func read<Value>(_ setting: Setting<Value>) throws(SettingsError) -> Value {
    do {
      return try setting.value(in: environment)
    } catch {
      throw SettingsError(issues: [error])
    }
  }

  /// What the environment says; an empty variable counts as an unset one.
  func text(of name: String) -> String? {
    let fileName = name + "_FILE"
    return [name, fileName].compactMap { environment[$0] }.first { !$0.isEmpty }
  }

  /// Reads a nested group; its declarations have to be part of the outer group's.
  public func group<Group: SettingsGroup>(_: Group.Type) throws(SettingsError) -> Group {
    try Group(from: self)
  }
}
