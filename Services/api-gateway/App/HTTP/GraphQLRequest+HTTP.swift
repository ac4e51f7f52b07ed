import Foundation
import GraphQL
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Requests as GraphQL over HTTP spells them.
extension GraphQLRequest {
  static let maximumBytes = 1_024 * 1_024

  /// Checks the media type of a POST before its body is read.
  static func checkContentType(_ header: String?) throws(HTTPRefusal) {
    let parts = (header ?? "").split(separator: ";").map {
      $0.trimmingCharacters(in: .whitespaces).lowercased()
    }
    let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst("charset=".count)
      .trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    guard parts.first == "application/json", charset == nil || charset == "utf-8" else {
      throw .invalid("the body must be application/json in UTF-8", status: .unsupportedMediaType)
    }
  }

  /// The body of a POST.
  init(body: ByteBuffer, _ persisted: PersistedOperations) throws(HTTPRefusal) {
    try self.init(persisted.completing(Self.parse(body.readableBytesView, "the body")))
  }

  /// The query of a GET.
  init(queryString: QueryString, _ persisted: PersistedOperations) throws(HTTPRefusal) {
    var members: JSONObject = [:]
    for name in ["query", "documentId"] {
      if let text = queryString[name] { members[name] = .string(text) }
    }
    // Empty is left out: a form sends the fields that nobody has filled in.
    if let text = queryString["operationName"], !text.isEmpty { members["operationName"] = .string(text) }
    for name in ["variables", "extensions"] {
      guard let text = queryString[name], !text.isEmpty else { continue }
      members[name] = try Self.parse(text.utf8, "\"\(name)\"")
    }
    try self.init(persisted.completing(.object(members)))
  }

  private init(_ json: JSONValue) throws(HTTPRefusal) {
    do {
      try self.init(json: json)
    } catch {
      throw .invalid(error.message)
    }
  }

  private static func parse(_ text: some Collection<UInt8>, _ name: String) throws(HTTPRefusal) -> JSONValue {
    guard JSONNesting.isWithin(JSONNesting.maximum, text) else {
      throw .invalid("\(name) nests deeper than \(JSONNesting.maximum) levels")
    }
    do {
      return try JSONValue(parsing: text)
    } catch {
      throw .invalid("\(name) is no valid JSON")
    }
  }
}
