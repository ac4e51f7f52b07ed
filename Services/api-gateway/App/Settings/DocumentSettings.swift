import Foundation
import ServiceRuntime

/// Which documents callers may send by their digest.
struct DocumentSettings: SettingsGroup {
  private static let fileSetting = Setting<String>.string(
    "NUCLEUS_GRAPHQL_DOCUMENTS",
    "File of documents that callers may send by their SHA-256 digest: a JSON object from digest to document.",
    default: "")
  private static let sessionsSetting = Setting<Bool>.toggle(
    "NUCLEUS_SESSIONS_SEND_LISTED_ONLY",
    "Whether sessions of browsers may send documents of NUCLEUS_GRAPHQL_DOCUMENTS alone.", default: false)

  static var declarations: [any SettingDeclaration] { [fileSetting, sessionsSetting] }

  let persisted: PersistedOperations

  init(from settings: SettingsReader) throws(SettingsError) {
    let path = try settings.read(Self.fileSetting)
    let bindsSessions = try settings.read(Self.sessionsSetting)
    guard !path.isEmpty else {
      guard !bindsSessions else {
        throw SettingsError(name: Self.sessionsSetting.name, reason: "needs \(Self.fileSetting.name)")
      }
      persisted = .none
      return
    }
    guard let list = FileManager.default.contents(atPath: path) else {
      throw SettingsError(name: Self.fileSetting.name, reason: "names a file that cannot be read")
    }
    do {
      persisted = try PersistedOperations(list: Array(list), bindsSessions: bindsSessions)
    } catch {
      throw SettingsError(name: Self.fileSetting.name, reason: "\(error)")
    }
  }
}
