import Foundation
import ServiceRuntime

extension PersistedOperations {
  /// `FILE` lets callers name documents of the list; `only:FILE` binds sessions of browsers to them besides.
  static let setting = Setting<String>.string(
    "NUCLEUS_GRAPHQL_DOCUMENTS",
    "File of documents that callers may send by their SHA-256 digest; with only: before it, sessions may send no others.",
    default: ""
  ).then { text in
    guard !text.isEmpty else { return PersistedOperations.none }
    let path = String(text.trimmingPrefix("only:"))
    guard let list = FileManager.default.contents(atPath: path) else {
      throw PersistedOperationsError("names a file that cannot be read")
    }
    return try PersistedOperations(list: Array(list), bindsSessions: text.hasPrefix("only:"))
  }
}
