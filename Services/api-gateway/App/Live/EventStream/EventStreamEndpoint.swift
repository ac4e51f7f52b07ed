import Contracts
import GraphQL
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Answers GraphQL requests as event streams: the graphql-sse protocol in its distinct connections mode.
///
/// A subscription is one stream of results until its client leaves. Any other operation is one result and the end.
/// What is wrong with a document or its variables is told on the stream, as the protocol asks for; what is wrong
/// with the HTTP request, the caller or the number of streams is an HTTP status.
struct EventStreamEndpoint: Sendable {
  let graphQL: GraphQLEndpoint
  let streams: EventStreams
  let authority: any StreamAuthority

  /// `POST` and `GET` of the address of GraphQL, for clients that take event streams.
  /// - Parameter preference: other than `.refused`.
  func answer(
    _ request: Request, _ context: GatewayRequestContext, _ preference: EventStreamPreference
  ) async throws -> Response {
    let isPOST = request.method == .post
    if isPOST { try GraphQLRequest.checkContentType(request.headers[.contentType]) }
    let identity = try graphQL.identity(of: request, context)
    let message = try await graphQL.bounded(context) { try await graphQL.read(request, context) }
    let operation: PreparedOperation
    do {
      operation = try graphQL.engine.prepare(
        message, options: ExecutionOptions(allowedOperations: Self.operations(isPOST), suggestsNames: true))
    } catch {
      if error.kind == .refused, !isPOST {
        throw HTTPRefusal.methodNotAllowed(
          error.errors.first?.message ?? "mutations cannot be sent by GET", allowed: "POST")
      }
      guard preference == .preferred else { return try await json(message, request, context, isPOST) }
      return Self.whole(GraphQLResponse(error))
    }
    guard operation.kind != .subscription else {
      return try await subscription(operation, message, request, context, identity)
    }
    guard preference == .preferred else { return try await json(message, request, context, isPOST) }
    let gateway = GatewayContext(services: graphQL.services, request: identity)
    return Self.whole(
      try await graphQL.bounded(context) { [graphQL] in
        try await graphQL.execute(operation, message.variables, gateway)
      })
  }

  /// `POST` and `GET` of the address of streams.
  func answer(_ request: Request, _ context: GatewayRequestContext) async throws -> Response {
    guard EventStreamPreference.isAcceptable(accept: request.headers[values: .accept]) else {
      throw HTTPRefusal.invalid("answers are \(EventStreamPreference.mediaType)", status: .notAcceptable)
    }
    return try await answer(request, context, .preferred)
  }

  private static func operations(_ isPOST: Bool) -> Set<OperationType> {
    isPOST ? [.query, .mutation, .subscription] : [.query, .subscription]
  }

  private func json(
    _ message: GraphQLRequest, _ request: Request, _ context: GatewayRequestContext, _ isPOST: Bool
  ) async throws -> Response {
    try await graphQL.answer(request, context, allowing: isPOST ? [.query, .mutation] : [.query]) { message }
  }

  // MARK: Subscriptions

  private func subscription(
    _ operation: PreparedOperation, _ message: GraphQLRequest, _ request: Request,
    _ context: GatewayRequestContext, _ identity: RequestIdentity
  ) async throws -> Response {
    try graphQL.limits.admit(operation, of: identity.caller)
    let ticket = try streams.admit(identity.caller)
    let position = StreamPosition(lastEventID: request.headers[.lastEventID])
    let gateway = GatewayContext(services: graphQL.services, request: identity, position: position)
    let start = try await graphQL.bounded(context) { [engine = graphQL.engine] in
      await engine.subscribe(operation, variables: message.variables, context: gateway)
    }
    switch start {
    case .response(let response): return Self.whole(response)
    case .stream(let responses):
      let session = EventStreamSession(
        responses: responses, position: position, caller: identity.caller,
        authority: authority, streams: streams, ticket: ticket,
        channel: context.channel, presence: graphQL.presence)
      return Self.response(ResponseBody { writer in try await session.write(to: &writer) })
    }
  }

  // MARK: Answers

  /// An answer of one result.
  private static func whole(_ response: GraphQLResponse) -> Response {
    self.response(ResponseBody(contentsOf: [ServerSentEvent.next(response), ServerSentEvent.complete]))
  }

  private static func response(_ body: ResponseBody) -> Response {
    var headers: HTTPFields = [.contentType: ServerSentEvent.contentType, .cacheControl: "no-cache"]
    headers[.accelBuffering] = "no"
    return Response(status: .ok, headers: headers, body: body)
  }
}

extension HTTPField.Name {
  // The names are constant tokens, so these are never nil; the fallback keeps the types simple.
  fileprivate static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .via
  /// Asks reverse proxies to pass on what they get at once.
  fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .via
}
