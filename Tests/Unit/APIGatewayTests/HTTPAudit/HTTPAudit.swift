import JSON
import NIOHTTP1
import Testing

/// One check of how GraphQL goes over HTTP. Its identifier is that of the foundation's audit of servers
/// (graphql/graphql-http), or begins with `draft-` for what only the working draft says.
struct HTTPAudit: Sendable, CustomTestStringConvertible {
  /// What an answer must show.
  enum Expectation: Sendable {
    case status(Int)
    case statusWithin(ClosedRange<Int>)
    /// The media type of the answer, which names its encoding too.
    case mediaType(String)
    case header(String, String)
    /// The answer has no `errors`.
    case noErrors
    /// The answer has `errors`, each with a message.
    case errors
    /// The answer has no `data`, not even null.
    case noData
    /// A member of `data` with this value.
    case data(String, JSONValue)
  }

  static let json = "application/json"
  static let graphQL = "application/graphql-response+json"

  let id: String
  let requirement: String
  var method = HTTPMethod.POST
  /// What follows `/graphql`.
  var query = ""
  var contentType: String? = json
  var accept: String?
  var body: String?
  var hasKey = true
  let expected: [Expectation]

  var testDescription: String { "\(id) \(requirement)" }

  /// A POST of the parameters.
  static func post(
    _ id: String, _ requirement: String, _ parameters: JSONObject, accept: String? = nil,
    contentType: String? = json, _ expected: Expectation...
  ) -> HTTPAudit {
    HTTPAudit(
      id: id, requirement: requirement, contentType: contentType, accept: accept,
      body: JSONValue.object(parameters).encodedString, expected: expected)
  }

  /// A POST of any text.
  static func post(
    _ id: String, _ requirement: String, text: String?, accept: String? = nil, contentType: String? = json,
    _ expected: Expectation...
  ) -> HTTPAudit {
    HTTPAudit(
      id: id, requirement: requirement, contentType: contentType, accept: accept, body: text,
      expected: expected)
  }

  /// A GET with the query of a URL.
  static func get(
    _ id: String, _ requirement: String, _ query: String, accept: String? = nil, _ expected: Expectation...
  ) -> HTTPAudit {
    HTTPAudit(
      id: id, requirement: requirement, method: .GET, query: "?\(query)", contentType: nil, accept: accept,
      expected: expected)
  }

  var headers: [(String, String)] {
    [("Content-Type", contentType), ("Accept", accept)].compactMap { name, value in value.map { (name, $0) } }
  }
}
