import Contracts
import Crypto
import Foundation
import GraphQL
import HTTPTypes
import JSON

/// Documents that the operator has put on a list, by their digest (GraphQL over HTTP, persisted documents; S09).
public struct PersistedOperations: Sendable {
  /// What a `documentId` begins with; the digest of the document follows in lower-case hexadecimal.
  static let prefix = "sha256:"

  private let documents: [String: String]
  private let bindsSessions: Bool

  /// No documents, and everybody sends what they like.
  public static let none = PersistedOperations()

  private init() {
    documents = [:]
    bindsSessions = false
  }

  /// - Parameters:
  ///   - list: JSON: an object whose members are documents under their digests, with or without the prefix.
  ///   - bindsSessions: whether a browser's session may send documents of the list alone.
  /// - Throws: ``PersistedOperationsError`` that names the member at fault.
  public init(list: [UInt8], bindsSessions: Bool) throws {
    guard case .object(let members)? = try? JSONValue(parsing: list) else {
      throw PersistedOperationsError("is no JSON object")
    }
    var documents: [String: String] = [:]
    for (name, value) in members {
      let hash = String(name.trimmingPrefix(Self.prefix))
      guard let document = value.stringValue, Self.digest(of: document) == hash else {
        throw PersistedOperationsError("holds under \"\(name)\" no document with that SHA-256 digest")
      }
      documents[hash] = document
    }
    self.documents = documents
    self.bindsSessions = bindsSessions
  }

  /// Puts the document in the place of its id.
  func completing(_ request: JSONValue) throws(HTTPRefusal) -> JSONValue {
    guard case .object(var members) = request, let id = members["documentId"], !id.isNull else {
      return request
    }
    guard members["query"] == nil else {
      throw .invalid("a request has a query or a documentId, not both", field: "documentId")
    }
    guard let text = id.stringValue, text.hasPrefix(Self.prefix),
      let document = documents[String(text.dropFirst(Self.prefix.count))]
    else {
      throw .invalid(
        "no document of the list has this id, which begins with \(Self.prefix)", field: "documentId")
    }
    members["query"] = .string(document)
    return .object(members)
  }

  /// Holds a session to the list, where that is asked for.
  func check(_ request: GraphQLRequest, of caller: Caller) throws(HTTPRefusal) {
    guard bindsSessions, caller.session != nil, documents[Self.digest(of: request.query)] == nil else {
      return
    }
    throw HTTPRefusal(
      status: .forbidden, code: Contracts.ErrorCode.roleForbidden.rawValue,
      message: "a session may send documents of the operator's list alone; use an API key for others")
  }

  private static func digest(of document: String) -> String {
    SHA256.hash(data: Data(document.utf8)).hexDigits
  }
}

/// What is wrong with a list of documents. Its words follow the name of a setting.
struct PersistedOperationsError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
