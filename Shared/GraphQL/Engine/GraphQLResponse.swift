import JSON
import OrderedCollections

/// The answer to a request (GraphQL specification, 7).
public struct GraphQLResponse: Sendable {
  /// Whether the operation was executed.
  public enum Kind: Hashable, Sendable {
    /// It was; fields may have failed. The response has `data`.
    case result
    /// It was not. The response has no `data`.
    case requestError(RequestErrors.Kind)
  }

  public let kind: Kind
  /// The result; nil when the operation was not executed, or when an error made the whole of it null.
  public let data: JSONObject?
  public var errors: [GraphQLError]
  /// Members for the client's program beside data and errors.
  public var extensions: JSONObject = [:]

  public init(data: JSONObject?, errors: [GraphQLError]) {
    kind = .result
    self.data = data
    self.errors = errors
  }

  public init(_ failure: RequestErrors) {
    kind = .requestError(failure.kind)
    data = nil
    errors = failure.errors
  }

  /// Whether the response has a member `data`, be it null.
  public var hasData: Bool { kind == .result }

  /// The response as JSON: errors first, so that nobody misses them.
  public var json: JSONObject {
    var object = JSONObject(minimumCapacity: 3)
    if !errors.isEmpty { object["errors"] = .array(errors.map { .object($0.json) }) }
    if hasData { object["data"] = data.map(JSONValue.object) ?? .null }
    if !extensions.isEmpty { object["extensions"] = .object(extensions) }
    return object
  }

  /// The response as JSON text in UTF-8.
  public var encodedBytes: [UInt8] { JSONValue.object(json).encodedBytes }
}
