import Contracts
import Domain
import GraphQL
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore
import ServiceRuntime

/// Answers `POST /graphql` and `GET /graphql`.
struct GraphQLEndpoint: Sendable {
  let engine: GraphQLEngine
  let services: GatewayServices
  let limits: RateLimits
  let persisted: PersistedOperations
  let presence: ClientPresence
  let timeLimit: TimeAmount

  /// - Throws: what is wrong in the schema file or missing among the resolvers.
  init(
    services: GatewayServices, limits: RateLimits, operations: OperationSettings,
    persisted: PersistedOperations, presence: ClientPresence, timeLimit: Duration, logger: Logger
  ) throws {
    let executable = try ExecutableSchema(schema: GatewaySchema.load(), resolvers: GatewayResolvers.guarded)
    engine = GraphQLEngine(
      executable,
      configuration: EngineConfiguration(
        documentLimits: operations.document, operationLimits: operations.operation,
        complexity: ComplexityModel(largestList: PageArguments.range.upperBound),
        variableLimits: operations.variables, onInternalError: { Self.report($0, to: logger) }))
    self.services = services
    self.limits = limits
    self.persisted = persisted
    self.presence = presence
    self.timeLimit = .nanoseconds(timeLimit.nanoseconds)
  }

  func post(_ request: Request, _ context: GatewayRequestContext) async throws -> Response {
    try GraphQLRequest.checkContentType(request.headers[.contentType])
    return try await answer(request, context, allowing: [.query, .mutation]) {
      try await read(request, context)
    }
  }

  func get(_ request: Request, _ context: GatewayRequestContext) async throws -> Response {
    try await answer(request, context, allowing: [.query]) { try await read(request, context) }
  }

  /// What is asked for: in the body of a POST, else in the URL.
  func read(_ request: Request, _ context: GatewayRequestContext) async throws -> GraphQLRequest {
    let read =
      request.method == .post
      ? try GraphQLRequest(
        body: try await request.body.collect(upTo: GraphQLRequest.maximumBytes), persisted)
      : try GraphQLRequest(queryString: QueryString(request.uri.query ?? ""), persisted)
    if let caller = context.caller { try persisted.check(read, of: caller) }
    return read
  }

  func answer(
    _ request: Request, _ context: GatewayRequestContext, allowing operations: Set<OperationType>,
    _ read: @escaping @Sendable () async throws -> GraphQLRequest
  ) async throws -> Response {
    guard let mediaType = GraphQLMediaType.negotiated(accept: request.headers[values: .accept]) else {
      throw HTTPRefusal.invalid(
        "answers are application/json or application/graphql-response+json", status: .notAcceptable)
    }
    let identity = try identity(of: request, context)
    let options = ExecutionOptions(allowedOperations: operations, suggestsNames: true)
    let gateway = GatewayContext(services: services, request: identity)
    let response = try await bounded(context) {
      try await execute(try await read(), gateway, options)
    }
    if response.kind == .requestError(.refused), !operations.contains(.mutation) {
      throw HTTPRefusal.methodNotAllowed(
        response.errors.first?.message ?? "only queries can be sent by GET", allowed: "POST")
    }
    return Self.response(response, as: mediaType)
  }

  /// Runs work that ends with the request's time, or with its client.
  func bounded<Value: Sendable>(
    _ context: GatewayRequestContext, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await BoundedWork.run(limit: timeLimit, channel: context.channel, presence: presence, work)
  }

  private func execute(
    _ request: GraphQLRequest, _ gateway: GatewayContext, _ options: ExecutionOptions
  ) async throws -> GraphQLResponse {
    let operation: PreparedOperation
    do {
      operation = try engine.prepare(request, options: options)
    } catch {
      return GraphQLResponse(error)
    }
    return try await execute(operation, request.variables, gateway)
  }

  /// Executes an operation that the caller's rates allow for.
  func execute(
    _ operation: PreparedOperation, _ variables: JSONObject, _ gateway: GatewayContext
  ) async throws -> GraphQLResponse {
    try limits.admit(operation, of: gateway.request.caller)
    return await engine.execute(operation, variables: variables, context: gateway)
  }

  func identity(
    of request: Request, _ context: GatewayRequestContext
  ) throws -> RequestIdentity {
    guard let caller = context.caller else { throw HTTPRefusal.unauthenticated }
    return RequestIdentity(
      correlationID: context.correlationID, caller: caller,
      idempotencyKey: try request.headers[.idempotencyKey].map { try IdempotencyKey($0) })
  }

  private static func response(_ response: GraphQLResponse, as mediaType: GraphQLMediaType) -> Response {
    var response = response
    response.errors = response.errors.map(\.presented)
    return Response(
      status: response.hasData || mediaType == .json ? .ok : .badRequest,
      headers: [.contentType: mediaType.contentType],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.encodedBytes)))
  }

  /// Logs an error whose cause the caller does not see, and gives what it can be found by.
  private static func report(_ report: InternalErrorReport, to logger: Logger) -> JSONObject {
    let correlationID = (report.context as? GatewayContext)?.request.correlationID ?? ""
    logger.error(
      "A resolver failed.",
      metadata: [
        "coordinate": "\(report.coordinate)", LogKey.correlationID: "\(correlationID)",
        LogKey.error: "\(Redactor().sanitise("\(report.error)"))",
      ])
    return ["correlationId": .string(correlationID)]
  }
}

extension HTTPField.Name {
  // The name is a constant token, so this is never nil; the fallback keeps the type simple.
  fileprivate static let idempotencyKey = HTTPField.Name(IdempotencyKey.header) ?? .via
}
