import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import NIOHTTP1
import Postgres
import TestSupport
import Testing

@testable import APIGateway

extension GatewayPlatform {
  /// Opens a stream for `runChanged` with the given arguments.
  func follow(
    _ arguments: String = "", fields: String = "id status", lastEventID: String? = nil,
    key: String = Self.key, receiveBuffer: Int? = nil, port: Int? = nil
  ) async throws -> HTTPEventStream {
    let document = "subscription { runChanged\(arguments.isEmpty ? "" : "(\(arguments))") { \(fields) } }"
    var headers = [
      ("Authorization", "Bearer \(key)"), ("Content-Type", "application/json"),
      ("Accept", "text/event-stream"),
    ]
    if let lastEventID { headers.append(("Last-Event-ID", lastEventID)) }
    return try await HTTPEventStream.open(
      HTTPExchange(
        port: port ?? self.port, method: .POST, path: "/graphql", headers: headers,
        body: JSONValue.object(["query": .string(document)]).encodedBytes), receiveBuffer: receiveBuffer)
  }

  /// Brings a run to its next state, as executors do.
  /// - Parameter isSilent: whether the event is left out, as if it were lost.
  func move(_ run: Run, to status: RunStatus, isSilent: Bool = false) async throws {
    try await writer.execute(
      """
      update nucleus.run set status = \(status.rawValue), fence = fence + 1,
        started_at = coalesce(started_at, clock_timestamp()),
        completed_at = case when \(status.isTerminal) then clock_timestamp() end,
        error_code = case when \(status == .failed) then 'E_INTERNAL' end
      where id = \(run.id)
      """)
    guard !isSilent else { return }
    try await announce(run, status)
  }

  /// Publishes the event of a state.
  func announce(_ run: Run, _ status: RunStatus) async throws {
    let type: MessageType =
      switch status {
      case .queued: .runQueued
      case .running: .runStarted
      case .succeeded: .runSucceeded
      case .failed: .runFailed
      case .skipped: .runSkipped
      }
    let event = RunEvent(
      runID: run.id, endpointID: run.endpointID, collectionID: run.collectionID, kind: run.kind.rawValue,
      status: status.rawValue, attempt: 1, errorCode: nil, at: Date())
    try await scheduler.client.publish(
      Envelope(
        type: type, runID: run.id, endpointID: run.endpointID, appID: "run-executor@test",
        body: try MessageCodec.encode(event)),
      to: .events, routingKey: RoutingKey.event(type, about: run.endpointID), mandatory: false)
  }

  /// Makes an API key for a viewer.
  func makeKey(expiresIn lifetime: TimeInterval = 3_600) async throws -> (id: UUID, text: String) {
    let id = UUID.v7()
    let text = APIKeyText.make(
      id: id, secret: (0..<APIKeyText.secretBytes).map { _ in UInt8.random(in: .min ... .max) })
    try await writer.execute(
      """
      insert into nucleus.api_key (id, name, role, digest, created_by, expires_at)
      values (\(id), 'live', \(Role.viewer.rawValue), sha256(convert_to(\(text), 'UTF8')), 'test',
              \(Date(timeIntervalSinceNow: lifetime)))
      """)
    return (id, text)
  }

  /// The value of a gauge or counter of the gateway.
  func metric(_ name: String) async throws -> Double? {
    let text = try await HTTPExchange(port: port, path: "/metrics").answer().text
    return text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
      .flatMap { Double($0.dropFirst(name.count + 1)) }
  }
}

extension ServerSentEventView {
  /// The run that the event is about.
  var run: JSONValue? { json["data"]?["runChanged"] }
  var status: String? { run?["status"]?.stringValue }
  /// The extensions of the first error.
  var error: JSONValue? { json["errors"]?.arrayValue?.first?["extensions"] }
}
