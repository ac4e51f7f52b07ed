import Foundation
import JSON
import NIOHTTP1
import TestSupport

/// Asks a gateway.
struct GraphQLClient: Sendable {
  let port: Int
  let key: String

  /// - Throws: only where there is no answer at all; errors in the answer are part of it.
  func send(
    _ document: String, _ variables: JSONObject = [:], headers: [(String, String)] = [],
    timeout: Duration = .seconds(30)
  ) async throws -> GraphQLAnswer {
    let body: JSONValue = ["query": .string(document), "variables": .object(variables)]
    let exchange = HTTPExchange(
      port: port, method: .POST, path: "/graphql",
      headers: [("Content-Type", "application/json"), ("Authorization", "Bearer \(key)")] + headers,
      body: body.encodedBytes, timeout: timeout)
    return try GraphQLAnswer(try await exchange.answer())
  }

  /// The value of the operation's only root field.
  /// - Throws: ``GraphQLAnswer/Failure`` where the answer holds an error.
  func value(
    _ document: String, _ variables: JSONObject = [:], headers: [(String, String)] = []
  ) async throws -> JSONValue {
    let answer = try await send(document, variables, headers: headers)
    if let error = answer.errors.first { throw error }
    guard let value = answer.data?.objectValue?.values.first else {
      throw PlatformError("no data: \(answer.text)")
    }
    return value
  }
}

extension Platform {
  /// The API as the administrator sees it.
  var api: GraphQLClient {
    get throws {
      let key = try String(contentsOf: home.appending(path: "admin.key"), encoding: .utf8)
      return GraphQLClient(port: httpPort, key: key.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }
}
