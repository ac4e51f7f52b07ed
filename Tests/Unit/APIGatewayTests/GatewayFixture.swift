import AMQP
import Contracts
import Foundation
import JSON
import Logging
import Messaging
import NIOCore
import NIOHTTP1
import Sealing
import ServiceRuntime
import Synchronization
import TestSupport

@testable import APIGateway

/// A gateway that listens on a port of its own, without broker or database.
struct GatewayFixture {
  static let key = "unit-test-admin-key-0123456789"

  let port: Int

  /// Serves for the time of `body`.
  static func with<R: Sendable>(
    commands: any CommandSending, notices: RecordingNotices = RecordingNotices(),
    reader: DatabaseReader = DatabaseReader(AbsentDatabase()) { true },
    timeLimit: Duration = .seconds(30), access: AccessSettings = AccessSettings(),
    rates: RateLimits.Rates = RateLimits.Rates(), tokens: TokenVerifier? = nil,
    persisted: PersistedOperations = .none,
    _ body: @Sendable (GatewayFixture) async throws -> R
  ) async throws -> R {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let audit = AuditReporter(notices: notices, logger: Logger(label: "test"))
    let server = try GatewayServer(
      GatewayConfiguration(
        http: HTTPSettings(port: 0), adminKey: key, access: access, rates: rates, persisted: persisted,
        tokens: tokens,
        timeLimit: timeLimit),
      services: GatewayServices(
        reader: reader, commands: commands, notices: notices, audit: audit,
        sealer: CredentialSealer(publicKey: SealingPrivateKey().publicKey),
        liveRuns: LiveRuns(reader: reader, logger: Logger(label: "test")), liveExecutors: LiveExecutors(),
        journal: JournalReader(
          client: AMQPClient(
            configuration: try AMQPConfiguration(url: "amqp://nobody:nothing@localhost/none"),
            logger: Logger(label: "test"))),
        offersSynthetic: true,
        isReady: { true }),
      readiness: Readiness(), metrics: PrometheusRegistry(), logger: Logger(label: "test"),
      onListening: { continuation.yield($0) })
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask { try await audit.run() }
      var iterator = ports.makeAsyncIterator()
      guard let port = await iterator.next() else { throw CancellationError() }
      let result: Result<R, any Error>
      do {
        result = .success(try await body(GatewayFixture(port: port)))
      } catch {
        result = .failure(error)
      }
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
    var request = HTTPExchange(port: port)
    request.method = method
    request.path = path
    request.headers = headers
    if let key { request.headers.append(("Authorization", "Bearer \(key)")) }
    if let body { request.body = [UInt8](body.utf8) }
    request.timeout = .seconds(60)
    let response = try await request.answer()
    return Answer(status: response.status, headers: response.headers, text: response.text)
  }

  /// A GraphQL request by POST.
  func graphQL(
    _ query: String, variables: JSONValue = [:], headers: [(String, String)] = [], key: String? = Self.key
  ) async throws -> Answer {
    try await send(
      .POST, "/graphql", headers: [("Content-Type", "application/json")] + headers, key: key,
      body: JSONValue.object(["query": .string(query), "variables": variables]).encodedString)
  }
}
