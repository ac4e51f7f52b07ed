import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import ServiceRuntime

/// The gateway's HTTP server.
public struct GatewayServer: Service {
  /// How the server is reached and what it grants.
  public struct Configuration: Sendable {
    public var http: HTTPSettings
    public var adminKey: AdminKey
    /// The longest a request may take, its body included.
    public var timeLimit: Duration
    public var streams: EventStreamSettings

    public init(
      http: HTTPSettings, adminKey: AdminKey, timeLimit: Duration = .seconds(30),
      streams: EventStreamSettings = EventStreamSettings()
    ) {
      self.http = http
      self.adminKey = adminKey
      self.timeLimit = timeLimit
      self.streams = streams
    }
  }

  /// After this long without a request a connection is closed.
  private static let idleTimeout = TimeAmount.seconds(75)

  private let streams: EventStreams
  private let listener: HTTPListener<RouterResponder<GatewayRequestContext>>

  /// - Parameter onListening: told the port once it is open.
  /// - Throws: what is wrong in the schema file or missing among the resolvers.
  public init(
    _ configuration: Configuration, services: GatewayServices, readiness: Readiness,
    metrics: PrometheusRegistry, logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) throws {
    let presence = ClientPresence()
    let endpoint = try GraphQLEndpoint(
      services: services, presence: presence, timeLimit: configuration.timeLimit, logger: logger)
    streams = EventStreams(settings: configuration.streams)
    metrics.addGauge("nucleus.gateway.streams.open", help: "Event streams that clients have open.") {
      [streams] in Double(streams.count)
    }
    let events = EventStreamEndpoint(graphQL: endpoint, streams: streams)
    let router = Router(context: GatewayRequestContext.self)
    router.add(middleware: CorrelationMiddleware())
    router.addOperationsRoutes(readiness: readiness, metrics: metrics)
    // Middleware holds for what is added after it: everything from here on asks for a key, also addresses
    // that do not exist.
    router.add(middleware: AuthenticationMiddleware(key: configuration.adminKey))
    for method in [HTTPRequest.Method.post, .get] {
      router.on(RouterPath(GatewayPath.graphQL), method: method) { request, context in
        let preference = EventStreamPreference(accept: request.headers[values: .accept])
        guard preference == .refused else { return try await events.answer(request, context, preference) }
        return method == .post
          ? try await endpoint.post(request, context) : try await endpoint.get(request, context)
      }
      router.on(RouterPath(GatewayPath.stream), method: method) { try await events.answer($0, $1) }
    }
    listener = HTTPListener(
      responder: router.buildResponder(), host: configuration.http.host, port: configuration.http.port,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [presence.handler()], idleTimeout: Self.idleTimeout)),
      logger: logger, onListening: onListening)
  }

  /// Serves until graceful shutdown.
  /// - Throws: `SettingsError` when the address cannot be opened.
  public func run() async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { [streams] in await streams.keepTime() }
      try await withGracefulShutdownHandler {
        try await listener.run()
      } onGracefulShutdown: { [streams] in
        // The listener waits for its connections, and a stream would hold one for ever.
        streams.stop()
      }
      group.cancelAll()
    }
  }
}
