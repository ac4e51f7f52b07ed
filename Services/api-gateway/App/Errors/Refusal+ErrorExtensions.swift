import Contracts
import Foundation
import GraphQL
import JSON

/// A refusal is shown to the caller with its code and what it is about.
extension Refusal: ErrorExtensions {
  public var extensions: JSONObject {
    var members: JSONObject = ["code": .string(code.rawValue)]
    if let field { members["field"] = .string(field) }
    if let runID { members["runId"] = .string(runID.lowercased) }
    if let collectionIDs {
      members["collectionIds"] = .array(collectionIDs.map { .string($0.lowercased) })
    }
    return members
  }

  /// A part that the request needs is away; the caller may try again.
  static func unavailable(_ message: String) -> Refusal { Refusal(.unavailable, message) }

  static func timeout(_ message: String) -> Refusal { Refusal(.timeout, message) }
}
