import JSON
import OrderedCollections

/// A request as GraphQL over HTTP describes it.
public struct GraphQLRequest: Sendable {
  public var query: String
  /// Which operation of the document to execute; nil when it holds only one.
  public var operationName: String?
  public var variables: JSONObject
  public var extensions: JSONObject

  public init(
    query: String, operationName: String? = nil, variables: JSONObject = [:], extensions: JSONObject = [:]
  ) {
    self.query = query
    self.operationName = operationName
    self.variables = variables
    self.extensions = extensions
  }

  /// Reads a request from its JSON form.
  /// - Throws: an error with the code `invalidRequest` that names the member which is missing or wrong.
  public init(json: JSONValue) throws(GraphQLError) {
    guard case .object(let members) = json else {
      throw GraphQLError("The request has to be a JSON object.", code: .invalidRequest)
    }
    func refused(_ member: String, _ expectation: String) -> GraphQLError {
      GraphQLError("\"\(member)\" has to be \(expectation).", code: .invalidRequest)
    }
    guard case .string(let query)? = members["query"] else { throw refused("query", "a string") }
    self.query = query
    switch members["operationName"] {
    case nil, .null: operationName = nil
    case .string(let name): operationName = name
    default: throw refused("operationName", "a string or null")
    }
    switch members["variables"] {
    case nil, .null: variables = [:]
    case .object(let values): variables = values
    default: throw refused("variables", "an object or null")
    }
    switch members["extensions"] {
    case nil, .null: extensions = [:]
    case .object(let values): extensions = values
    default: throw refused("extensions", "an object or null")
    }
  }
}
