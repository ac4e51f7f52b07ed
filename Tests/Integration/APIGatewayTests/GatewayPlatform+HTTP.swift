import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1

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
  func ask(_ query: String, variables: JSONValue = [:]) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/graphql")
    request.method = .POST
    request.headers.add(name: "Authorization", value: "Bearer \(Self.key)")
    request.headers.add(name: "Content-Type", value: "application/json")
    let body: JSONValue = ["query": .string(query), "variables": variables]
    request.body = .bytes(ByteBuffer(bytes: body.encodedBytes))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let bytes = try await response.body.collect(upTo: 64 * 1_024 * 1_024)
    return Answer(
      status: Int(response.status.code), json: try JSONValue(parsing: bytes.readableBytesView))
  }
}
