import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import ServiceRuntime

/// The gateway's HTTP server.
public struct GatewayServer: Service {
  private let streams: EventStreams
  private let listener: HTTPListener<RouterResponder<GatewayRequestContext>>
  private let uses: KeyUses

  /// - Parameter onListening: told the port once it is open.
  /// - Throws: what is wrong in the schema file or missing among the resolvers.
  public init(
    _ configuration: GatewayConfiguration, services: GatewayServices, readiness: Readiness,
    metrics: PrometheusRegistry, logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) throws {
    let presence = ClientPresence()
    let limits = RateLimits(configuration.rates)
    uses = KeyUses(notices: services.notices, logger: logger)
    let authenticator = Authenticator(
      adminKey: AdminKey(configuration.adminKey), secret: GatewaySecret(configuration.adminKey),
      credentials: CredentialCache(read: services.reader.credentials), uses: uses,
      tokens: configuration.tokens, logger: logger)
    let endpoint = try GraphQLEndpoint(
      services: services, limits: limits, operations: configuration.operations,
      persisted: configuration.persisted, presence: presence, timeLimit: configuration.timeLimit,
      logger: logger)
    streams = EventStreams(settings: configuration.streams)
    metrics.addGauge("nucleus.gateway.streams.open") { [streams] in Double(streams.count) }
    let events = EventStreamEndpoint(graphQL: endpoint, streams: streams, authority: authenticator)
    let router = Router(context: GatewayRequestContext.self)
    router.add(middleware: TraceMiddleware(stage: .anybody))
    router.add(middleware: CorrelationMiddleware())
    router.addOperationsRoutes(readiness: readiness, metrics: metrics)
    router.add(middleware: OriginMiddleware(rule: OriginRule(allowed: configuration.access.origins)))
    SessionRoutes(
      authenticator: authenticator, limits: limits, isSecure: configuration.access.requiresSecureCookies
    ).add(to: router)
    // Middleware holds for what is added after it: everything from here on asks for a key, also addresses
    // that do not exist.
    router.add(middleware: AuthenticationMiddleware(authenticator: authenticator, limits: limits))
    router.add(middleware: TraceMiddleware(stage: .callers))
    for method in [HTTPRequest.Method.post, .get] {
      router.on(RouterPath(GatewayPath.graphQL), method: method) { request, context in
        let preference = EventStreamPreference(accept: request.headers[values: .accept])
        guard preference == .refused else { return try await events.answer(request, context, preference) }
        return method == .post
          ? try await endpoint.post(request, context) : try await endpoint.get(request, context)
      }
      router.on(RouterPath(GatewayPath.stream), method: method) { try await events.answer($0, $1) }
    }
    RunBundleRoute(services: services, timeLimit: configuration.timeLimit, presence: presence).add(to: router)
    let patience = TimeAmount.nanoseconds(configuration.access.idleTimeout.nanoseconds)
    listener = HTTPListener(
      responder: router.buildResponder(), host: configuration.http.host, port: configuration.http.port,
      maximumConnections: configuration.access.connections,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            CompressionInstaller(), SlowReaderHandler(patience: patience), presence.handler(),
          ], idleTimeout: patience)),
      logger: logger, onListening: onListening)
  }

  /// Serves until graceful shutdown.
  /// - Throws: `SettingsError` when the address cannot be opened.
  public func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await uses.run() }
      group.addTask { try await streams.whileServing { try await listener.run() } }
      // One that fails ends the other.
      for try await _ in group {}
    }
  }
}
