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

  private enum Payload {
    case null
    case object(JSONObject)
    case encoded([UInt8])
  }

  public let kind: Kind
  private let result: Payload
  public var errors: [GraphQLError]
  /// Members for the client's program beside data and errors.
  public var extensions: JSONObject = [:]

  public init(data: JSONObject?, errors: [GraphQLError]) {
    kind = .result
    result = data.map(Payload.object) ?? .null
    self.errors = errors
  }

  /// - Parameter encodedData: the result as JSON text.
  init(encodedData: [UInt8]?, errors: [GraphQLError]) {
    kind = .result
    result = encodedData.map(Payload.encoded) ?? .null
    self.errors = errors
  }

  public init(_ failure: RequestErrors) {
    kind = .requestError(failure.kind)
    result = .null
    errors = failure.errors
  }

  /// The result; nil when the operation was not executed, or when an error made the whole of it null. The engine
  /// keeps the text of the result only, so each access reads all of it.
  public var data: JSONObject? {
    switch result {
    case .null: nil
    case .object(let data): data
    case .encoded(let bytes): (try? JSONValue(parsing: bytes))?.objectValue
    }
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
  public var encodedBytes: [UInt8] {
    guard case .encoded(let data) = result else { return JSONValue.object(json).encodedBytes }
    var writer = JSONWriter()
    writer.reserveCapacity(data.count + 32)
    write("{", to: &writer)
    if !errors.isEmpty {
      write("\"errors\":", to: &writer)
      writer.write(.array(errors.map { .object($0.json) }))
      write(",", to: &writer)
    }
    write("\"data\":", to: &writer)
    writer.write(encoded: data)
    if !extensions.isEmpty {
      write(",\"extensions\":", to: &writer)
      writer.write(extensions)
    }
    write("}", to: &writer)
    return writer.bytes
  }

  private func write(_ text: String, to writer: inout JSONWriter) { writer.write(encoded: Array(text.utf8)) }
}
