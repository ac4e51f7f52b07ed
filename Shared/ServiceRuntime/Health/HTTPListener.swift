import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle
import Synchronization

/// An HTTP server on one address. A port that cannot be opened is a wrong setting and named as such.
public struct HTTPListener<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
  private let responder: Responder
  private let host: String
  private let port: Int
  private let portSetting: String
  private let maximumConnections: Int?
  private let server: HTTPServerBuilder
  private let logger: Logger
  private let onListening: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - port: 0 takes a free port.
  ///   - maximumConnections: beyond which further ones wait; nil for no bound.
  ///   - portSetting: the setting to blame when the address cannot be opened.
  ///   - onListening: told the port once it is open.
  public init(
    responder: Responder, host: String, port: Int, portSetting: String = "NUCLEUS_HTTP_PORT",
    maximumConnections: Int? = nil, server: HTTPServerBuilder = .http1(), logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    self.responder = responder
    self.host = host
    self.port = port
    self.portSetting = portSetting
    self.maximumConnections = maximumConnections
    self.server = server
    self.logger = logger
    self.onListening = onListening
  }

  /// Serves until graceful shutdown.
  /// - Throws: ``SettingsError`` when the address cannot be opened.
  public func run() async throws {
    let isListening = ListeningFlag()
    let application = Application(
      responder: responder, server: server,
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: maximumConnections.map { .maximum($0, logger: quietLogger) }),
      onServerRunning: { channel in
        isListening.set()
        let port = channel.localAddress?.port ?? port
        logger.info("Listening.", metadata: [LogKey.host: "\(host)", LogKey.port: "\(port)"])
        await onListening(port)
      }, logger: quietLogger)
    do {
      try await application.run()
    } catch  where !isListening.isSet && !(error is CancellationError) {
      throw SettingsError(
        name: portSetting, reason: "cannot be used: no listening on \(host):\(port) (\(error))")
    }
  }

  /// The server tells its start and end at info; this listener has said so already.
  private var quietLogger: Logger {
    var quiet = logger
    if quiet.logLevel == .info { quiet.logLevel = .notice }
    return quiet
  }
}

/// Set once the server's socket is open.
private final class ListeningFlag: Sendable {
  private let flag = Atomic(false)

  func set() { flag.store(true, ordering: .releasing) }

  var isSet: Bool { flag.load(ordering: .acquiring) }
}
