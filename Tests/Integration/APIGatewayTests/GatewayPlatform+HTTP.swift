import Foundation
import JSON
import NIOHTTP1
import TestSupport

extension GatewayPlatform {
  /// An answer to a GraphQL request.
  struct Answer {
    let status: Int
    let json: JSONValue

    var data: JSONValue? { json["data"] }
    /// The extensions of the first error.
    var error: JSONValue? { json["errors"]?.arrayValue?.first?["extensions"] }
    var code: String? { error?["code"]?.stringValue }
  }

  /// Sends a GraphQL request.
  func ask(
    _ query: String, variables: JSONValue = [:], key: String = Self.key
  ) async throws -> Answer {
    let body: JSONValue = ["query": .string(query), "variables": variables]
    var request = HTTPExchange(port: port)
    request.method = .POST
    request.path = "/graphql"
    request.headers = [("Authorization", "Bearer \(key)"), ("Content-Type", "application/json")]
    request.body = body.encodedBytes
    request.timeout = .seconds(60)
    let response = try await request.answer()
    return Answer(status: response.status, json: try JSONValue(parsing: response.body))
  }
}
