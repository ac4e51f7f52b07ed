import JSON
import OrderedCollections

/// An error as a GraphQL response carries it (GraphQL specification, 7.1.2).
public struct GraphQLError: Error, Sendable, Equatable {
  /// What went wrong, for the developer of the client. Holds nothing the caller may not see.
  public var message: String
  /// The places in the document, in the order of their importance; empty where none applies.
  public var locations: [SourceLocation]
  /// The response field whose value is missing because of the error; nil for request errors.
  public var path: [PathElement]?
  /// What the engine calls the error; nil for an error of a resolver, which brings its own extensions.
  public var code: ErrorCode?
  /// Further members for the client. A `code` in here wins over ``code``.
  public var extensions: JSONObject

  public init(
    _ message: String, locations: [SourceLocation] = [], path: [PathElement]? = nil, code: ErrorCode? = nil,
    extensions: JSONObject = [:]
  ) {
    self.message = message
    self.locations = locations
    self.path = path
    self.code = code
    self.extensions = extensions
  }

  init(_ message: String, at nodes: [NodeLocation], code: ErrorCode) {
    self.init(message, locations: nodes.compactMap(\.sourceLocation), code: code)
  }

  /// The error as a member of a response's `errors`.
  public var json: JSONObject {
    var object: JSONObject = ["message": .string(message)]
    if !locations.isEmpty {
      object["locations"] = .array(
        locations.map {
          .object(["line": .int(Int64($0.line)), "column": .int(Int64($0.column))])
        })
    }
    if let path { object["path"] = .array(path.map(\.json)) }
    var extensions = extensions
    if let code, extensions["code"] == nil {
      extensions.updateValue(.string(code.rawValue), forKey: "code", insertingAt: 0)
    }
    if !extensions.isEmpty { object["extensions"] = .object(extensions) }
    return object
  }
}

extension GraphQLError: CustomStringConvertible {
  public var description: String {
    guard let location = locations.first else { return message }
    return "\(message) (\(location.line):\(location.column))"
  }
}
