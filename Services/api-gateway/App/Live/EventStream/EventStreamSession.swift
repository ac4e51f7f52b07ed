import Contracts
import CoreMetrics
import GraphQL
import Hummingbird
import JSON
import NIOCore
import OrderedCollections

/// One open stream: brings the responses of a subscription to its client until either of them ends.
struct EventStreamSession: Sendable {
  let responses: GraphQLResponseStream
  let position: StreamPosition
  let caller: Caller
  let authority: any StreamAuthority
  let streams: EventStreams
  /// Held as long as the stream is open.
  let ticket: StreamTicket
  let channel: any Channel
  let presence: ClientPresence

  /// Writes the stream.
  /// - Throws: when the client has left or was cut off.
  func write(to writer: inout any ResponseBodyWriter) async throws {
    let outlet = StreamOutlet(channel: channel, settings: streams.settings)
    let number = streams.add(outlet)
    presence.notify(channel) { outlet.finish(.clientLeft) }
    defer {
      presence.forget(channel)
      streams.remove(number)
      outlet.close()
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await offer(to: outlet) }
      defer {
        outlet.close()
        group.cancelAll()
      }
      // Clients learn at once that the stream is open.
      try await writer.write(ServerSentEvent.heartbeat)
      try await write(from: outlet, to: &writer)
    }
    try await writer.finish(nil)
  }

  /// The source's side: takes the next response when the one before it was written.
  private func offer(to outlet: StreamOutlet) async {
    for await response in responses {
      guard await outlet.offer(response) else { return }
    }
    outlet.finish(.completed)
  }

  private func write(from outlet: StreamOutlet, to writer: inout any ResponseBodyWriter) async throws {
    var admittedAt = ContinuousClock.now
    while true {
      let item = await outlet.next()
      switch item {
      case .heartbeat:
        try await writer.write(ServerSentEvent.heartbeat)
        outlet.wrote()
      case .check, .response:
        if let refusal = await refusal(since: &admittedAt) {
          streams.metrics.revoked.increment()
          return try await writer.write(contentsOf: [
            ServerSentEvent.next(refusal), ServerSentEvent.complete,
          ])
        }
        guard case .response(let response) = item else { continue }
        try await writer.write(ServerSentEvent.next(response, id: position.eventID))
        streams.metrics.events.increment()
        outlet.wrote(response: true)
      case .end(.clientLeft): throw CancellationError()
      case .end(.completed), .end(.stopping):
        return try await writer.write(ServerSentEvent.complete)
      }
    }
  }

  /// The last response of a caller who may not go on; nil for one who may.
  /// - Parameter admittedAt: when the caller's right was known last.
  private func refusal(since admittedAt: inout ContinuousClock.Instant) async -> GraphQLResponse? {
    switch await authority.standing(of: caller) {
    case .admitted:
      admittedAt = .now
      return nil
    case .unknown where ContinuousClock.now - admittedAt < streams.settings.authorityPatience: return nil
    case .unknown: return .refused(.unavailable, "keys cannot be looked up now")
    case .refused: return .refused(.authRequired, "what this stream was opened with is no longer valid")
    }
  }
}

extension GraphQLResponse {
  fileprivate static func refused(_ code: Contracts.ErrorCode, _ message: String) -> GraphQLResponse {
    let error = GraphQLError(message, extensions: ["code": .string(code.rawValue)])
    return GraphQLResponse(RequestErrors(kind: .refused, errors: [error]))
  }
}
