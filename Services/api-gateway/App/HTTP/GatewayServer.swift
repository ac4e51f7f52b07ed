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

    public init(http: HTTPSettings, adminKey: AdminKey, timeLimit: Duration = .seconds(30)) {
      self.http = http
      self.adminKey = adminKey
      self.timeLimit = timeLimit
    }
  }

  /// After this long without a request a connection is closed.
  private static let idleTimeout = TimeAmount.seconds(75)

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
    let router = Router(context: GatewayRequestContext.self)
    router.add(middleware: CorrelationMiddleware())
    router.addOperationsRoutes(readiness: readiness, metrics: metrics)
    // Middleware holds for what is added after it: everything from here on asks for a key, also addresses
    // that do not exist.
    router.add(middleware: AuthenticationMiddleware(key: configuration.adminKey))
    router.post(RouterPath(GatewayPath.graphQL)) { try await endpoint.post($0, $1) }
    router.get(RouterPath(GatewayPath.graphQL)) { try await endpoint.get($0, $1) }
    listener = HTTPListener(
      responder: router.buildResponder(), host: configuration.http.host, port: configuration.http.port,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [presence.handler()], idleTimeout: Self.idleTimeout)),
      logger: logger, onListening: onListening)
  }

  /// Serves until graceful shutdown.
  /// - Throws: `SettingsError` when the address cannot be opened.
  public func run() async throws { try await listener.run() }
}
