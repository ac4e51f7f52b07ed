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
    while true {
      switch await outlet.next() {
      case .heartbeat:
        try await writer.write(ServerSentEvent.heartbeat)
        outlet.wrote()
      case .check:
        guard await authority.admits(caller) else { return try await revoke(&writer) }
      case .response(let response):
        guard await authority.admits(caller) else { return try await revoke(&writer) }
        try await writer.write(ServerSentEvent.next(response, id: position.eventID))
        streams.metrics.events.increment()
        outlet.wrote(response: true)
      case .end(.clientLeft): throw CancellationError()
      case .end(.completed), .end(.stopping):
        return try await writer.write(ServerSentEvent.complete)
      }
    }
  }

  private func revoke(_ writer: inout any ResponseBodyWriter) async throws {
    streams.metrics.revoked.increment()
    let error = GraphQLError(
      "the key of this stream is no longer valid",
      extensions: ["code": .string(Contracts.ErrorCode.authRequired.rawValue)])
    try await writer.write(contentsOf: [
      ServerSentEvent.next(GraphQLResponse(RequestErrors(kind: .refused, errors: [error]))),
      ServerSentEvent.complete,
    ])
  }
}
