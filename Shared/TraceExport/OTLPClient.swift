import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1

/// Sends export requests over HTTP.
struct OTLPClient: Sendable {
  private static let timeout = TimeAmount.seconds(5)
  /// An answer says a sentence at most.
  private static let longestAnswer = 64 * 1_024

  private let configuration: OTLPConfiguration
  private let client: HTTPClient

  init(_ configuration: OTLPConfiguration) {
    self.configuration = configuration
    var settings = HTTPClient.Configuration()
    settings.redirectConfiguration = .disallow
    settings.timeout = .init(connect: .seconds(2), read: Self.timeout)
    // The export of spans makes none.
    settings.tracing.tracer = nil
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
  }

  func close() async { try? await client.shutdown() }

  func send(_ body: [UInt8]) async -> ExportOutcome {
    var request = HTTPClientRequest(url: configuration.url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    for (name, value) in configuration.headers { request.headers.replaceOrAdd(name: name, value: value) }
    request.body = .bytes(ByteBuffer(bytes: body))
    do {
      let response = try await client.execute(request, timeout: Self.timeout)
      let answer = try await response.body.collect(upTo: Self.longestAnswer)
      return ExportOutcome(
        status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"),
        rejected: Self.rejectedSpans(in: Array(answer.readableBytesView)))
    } catch {
      return .unavailable(after: nil)
    }
  }

  /// `{"partialSuccess":{"rejectedSpans":"3"}}`; a number will do as well.
  static func rejectedSpans(in answer: [UInt8]) -> Int {
    guard let rejected = (try? JSONValue(parsing: answer))?["partialSuccess"]?["rejectedSpans"] else {
      return 0
    }
    return rejected.intValue.map { Int($0) } ?? rejected.stringValue.flatMap { Int($0) } ?? 0
  }
}
