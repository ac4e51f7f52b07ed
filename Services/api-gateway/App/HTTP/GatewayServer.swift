import Domain
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import ServiceRuntime

/// The gateway's HTTP server.
public struct GatewayServer: Service {
  private let listener: HTTPListener<RouterResponder<GatewayRequestContext>>
  private let uses: KeyUses
  private let audit: AuditReporter

  /// - Parameter onListening: told the port once it is open.
  /// - Throws: what is wrong in the schema file or missing among the resolvers.
  public init(
    _ configuration: GatewayConfiguration, services: GatewayServices, readiness: Readiness,
    metrics: PrometheusRegistry, logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) throws {
    let presence = ClientPresence()
    let limits = RateLimits(configuration.rates)
    audit = services.audit
    uses = KeyUses(notices: services.notices, logger: logger)
    let authenticator = Authenticator(
      adminKey: AdminKey(configuration.adminKey), secret: GatewaySecret(configuration.adminKey),
      credentials: CredentialCache(read: services.reader.credentials), uses: uses,
      tokens: configuration.tokens, logger: logger)
    let endpoint = try GraphQLEndpoint(
      services: services, limits: limits, operations: configuration.operations, presence: presence,
      timeLimit: configuration.timeLimit, logger: logger)
    let router = Router(context: GatewayRequestContext.self)
    router.add(middleware: CorrelationMiddleware())
    router.addOperationsRoutes(readiness: readiness, metrics: metrics)
    router.add(middleware: OriginMiddleware(rule: OriginRule(allowed: configuration.access.origins)))
    SessionRoutes(
      authenticator: authenticator, limits: limits, isSecure: configuration.access.requiresSecureCookies
    ).add(to: router)
    // Middleware holds for what is added after it: everything from here on asks for a key, also addresses
    // that do not exist.
    router.add(middleware: AuthenticationMiddleware(authenticator: authenticator, limits: limits))
    router.post(RouterPath(GatewayPath.graphQL)) { try await endpoint.post($0, $1) }
    router.get(RouterPath(GatewayPath.graphQL)) { try await endpoint.get($0, $1) }
    listener = HTTPListener(
      responder: router.buildResponder(), host: configuration.http.host, port: configuration.http.port,
      maximumConnections: configuration.access.connections,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [CompressionInstaller(), presence.handler()],
          idleTimeout: .nanoseconds(configuration.access.idleTimeout.nanoseconds))),
      logger: logger, onListening: onListening)
  }

  /// Serves until graceful shutdown.
  /// - Throws: `SettingsError` when the address cannot be opened.
  public func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await uses.run() }
      group.addTask { try await audit.run() }
      group.addTask { try await listener.run() }
      // The one that fails, or ends, ends the others.
      defer { group.cancelAll() }
      try await group.next()
      try await group.waitForAll()
    }
  }
}
