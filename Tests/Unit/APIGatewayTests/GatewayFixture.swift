import AsyncHTTPClient
import Contracts
import Foundation
import JSON
import Logging
import NIOCore
import NIOHTTP1
import Sealing
import ServiceRuntime
import Synchronization

@testable import APIGateway

/// A gateway that listens on a port of its own, without broker or database.
struct GatewayFixture {
  static let key = "unit-test-admin-key-0123456789"

  let port: Int
  let client: HTTPClient

  /// Serves for the time of `body`.
  static func with<R: Sendable>(
    commands: any CommandSending, reader: DatabaseReader = DatabaseReader(AbsentDatabase()) { true },
    timeLimit: Duration = .seconds(30), _ body: @Sendable (GatewayFixture) async throws -> R
  ) async throws -> R {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let server = try GatewayServer(
      .init(http: HTTPSettings(port: 0), adminKey: AdminKey(key), timeLimit: timeLimit),
      services: GatewayServices(
        reader: reader, commands: commands,
        sealer: CredentialSealer(publicKey: SealingPrivateKey().publicKey), offersSynthetic: true,
        isReady: { true }),
      readiness: Readiness(), metrics: PrometheusRegistry(), logger: Logger(label: "test"),
      onListening: { continuation.yield($0) })
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      var iterator = ports.makeAsyncIterator()
      guard let port = await iterator.next() else { throw CancellationError() }
      let client = HTTPClient(eventLoopGroupProvider: .singleton)
      let result: Result<R, any Error>
      do {
        result = .success(try await body(GatewayFixture(port: port, client: client)))
      } catch {
        result = .failure(error)
      }
      try await client.shutdown()
      group.cancelAll()
      return try result.get()
    }
  }

  /// An answer with its body read.
  struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let text: String
    /// Null where the body is no JSON.
    var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
    /// The code of the first error.
    var code: String? { json["errors"]?.arrayValue?.first?["extensions"]?["code"]?.stringValue }
    /// The field of the first error.
    var field: String? { json["errors"]?.arrayValue?.first?["extensions"]?["field"]?.stringValue }
    var message: String? { json["errors"]?.arrayValue?.first?["message"]?.stringValue }
  }

  func send(
    _ method: HTTPMethod, _ path: String, headers: [(String, String)] = [], key: String? = Self.key,
    body: String? = nil
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = method
    if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await client.execute(request, timeout: .seconds(20))
    let text = String(buffer: try await response.body.collect(upTo: 16 * 1_024 * 1_024))
    return Answer(status: Int(response.status.code), headers: response.headers, text: text)
  }

  /// A GraphQL request by POST.
  func graphQL(
    _ query: String, variables: JSONValue = [:], headers: [(String, String)] = []
  ) async throws -> Answer {
    try await send(
      .POST, "/graphql", headers: [("Content-Type", "application/json")] + headers,
      body: JSONValue.object(["query": .string(query), "variables": variables]).encodedString)
  }
}
