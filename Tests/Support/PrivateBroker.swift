import AMQP
import Foundation

/// A RabbitMQ of the tests' own: a node, ports and a folder that nothing else uses.
///
/// It keeps ports and data over ``stop()``, ``kill()`` and ``start()``, and vanishes with ``remove()``.
public actor PrivateBroker {
  /// Ports from ``amqpPort`` on: AMQP, AMQP over TLS, epmd, distribution.
  public nonisolated let amqpPort: Int
  public nonisolated var tlsPort: Int { amqpPort + 1 }
  /// Holds configuration, data, certificates and the log.
  public nonisolated let folder: URL
  private let users: [PrivateBrokerUser]
  private let usesTLS: Bool
  private var epmd: PrivateBrokerProcess?
  private var node: PrivateBrokerProcess?

  /// - Parameters:
  ///   - port: the first of four free ports.
  ///   - tls: whether to make certificates and listen for TLS.
  public init(port: Int, tls: Bool = false, users: [PrivateBrokerUser] = [.owner]) {
    amqpPort = port
    usesTLS = tls
    self.users = users
    folder = FileManager.default.temporaryDirectory.appending(path: "private-broker-\(port)")
  }

  /// The certificate authority that signed the broker's certificate for `localhost`.
  public nonisolated var caFile: URL { folder.appending(path: "tls/ca.pem") }
  /// A certificate authority that signed nothing.
  public nonisolated var otherCAFile: URL { folder.appending(path: "tls/other-ca.pem") }

  /// How to connect as a user.
  public nonisolated func configuration(for user: PrivateBrokerUser = .owner) -> AMQPConfiguration {
    AMQPConfiguration(
      host: "localhost", port: amqpPort, virtualHost: "/", username: user.name, password: user.password)
  }

  /// Starts the node and returns when it accepts connections.
  public func start() async throws {
    if epmd == nil {
      try await prepareFolder()
      epmd = try PrivateBrokerProcess(
        executable: "/usr/bin/epmd", arguments: ["-port", "\(amqpPort + 2)"], environment: environment,
        log: folder.appending(path: "epmd.log"), pidFile: folder.appending(path: "epmd.pid"))
    }
    node = try PrivateBrokerProcess(
      executable: "/usr/lib/rabbitmq/bin/rabbitmq-server", arguments: [], environment: environment,
      log: folder.appending(path: "broker.log"), pidFile: folder.appending(path: "broker.pid"))
    try await waitForListener()
  }

  /// Stops the node in order; it tells its clients.
  public func stop() async throws {
    try await control("shutdown", "--no-wait")
    _ = await node?.waitForEnd()
    node = nil
  }

  /// Kills the node.
  public func kill() async {
    await node?.end(with: SIGKILL)
    node = nil
  }

  /// Freezes the node as if its machine hung: sockets stay open and silent.
  public func freeze() { node?.signal(SIGSTOP) }

  /// Ends ``freeze()``.
  public func thaw() { node?.signal(SIGCONT) }

  /// Kills everything and removes the folder.
  public func remove() async {
    await kill()
    await epmd?.end(with: SIGKILL)
    epmd = nil
    try? FileManager.default.removeItem(at: folder)
  }

  /// Runs `rabbitmqctl`.
  /// - Throws: ``PrivateBrokerFailure`` when it fails.
  @discardableResult
  public func control(_ arguments: String...) async throws -> String {
    try await run("/usr/lib/rabbitmq/bin/rabbitmqctl", ["--quiet"] + arguments)
  }

  /// Raises or clears the memory alarm.
  public func setMemoryAlarm(_ isOn: Bool) async throws {
    if isOn {
      try await control("set_vm_memory_high_watermark", "absolute", "1")
    } else {
      try await control("set_vm_memory_high_watermark", "0.9")
    }
  }

  func run(_ executable: String, _ arguments: [String]) async throws -> String {
    let output = folder.appending(path: "output-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let process = try PrivateBrokerProcess(
      executable: executable, arguments: arguments, environment: environment, log: output, pidFile: nil)
    let status = await process.waitForEnd()
    let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
    guard status == 0 else {
      throw PrivateBrokerFailure(reason: "\(executable) ended with \(status): \(text)")
    }
    return text
  }

  private var environment: [String: String] {
    [
      "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": folder.path,
      "ERL_EPMD_PORT": "\(amqpPort + 2)", "ERL_EPMD_ADDRESS": "127.0.0.1",
      "RABBITMQ_NODENAME": "private-broker-\(amqpPort)@localhost",
      "RABBITMQ_DIST_PORT": "\(amqpPort + 3)", "RABBITMQ_BASE": folder.path,
      "RABBITMQ_MNESIA_BASE": folder.appending(path: "data").path,
      "RABBITMQ_LOG_BASE": folder.appending(path: "log").path,
      "RABBITMQ_CONFIG_FILE": folder.appending(path: "rabbitmq.conf").path,
      "RABBITMQ_CONF_ENV_FILE": folder.appending(path: "rabbitmq-env.conf").path,
      "RABBITMQ_ENABLED_PLUGINS_FILE": folder.appending(path: "plugins").path,
      // The start script then becomes the node instead of its parent, so signals reach it.
      "RUNNING_UNDER_SYSTEMD": "1",
    ]
  }

  private func prepareFolder() async throws {
    PrivateBrokerProcess.endLeftover(pidFile: folder.appending(path: "broker.pid"))
    PrivateBrokerProcess.endLeftover(pidFile: folder.appending(path: "epmd.pid"))
    try? FileManager.default.removeItem(at: folder)
    for name in ["data", "log", "tls"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    if usesTLS { try await PrivateBrokerCertificates.make(in: folder.appending(path: "tls")) }
    for (name, text) in [
      ("rabbitmq-env.conf", ""), ("plugins", "[]."), ("definitions.json", definitions),
      ("rabbitmq.conf", settings),
    ] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }

  private var settings: String {
    var lines = [
      "listeners.tcp.default = 127.0.0.1:\(amqpPort)", "load_definitions = \(folder.path)/definitions.json",
      "vm_memory_high_watermark.relative = 0.9", "disk_free_limit.absolute = 1MB", "log.file.level = warning",
      "log.console = false",
    ]
    if usesTLS {
      lines += [
        "listeners.ssl.default = 127.0.0.1:\(tlsPort)", "ssl_options.cacertfile = \(caFile.path)",
        "ssl_options.certfile = \(folder.path)/tls/server.pem",
        "ssl_options.keyfile = \(folder.path)/tls/server.key", "ssl_options.verify = verify_none",
        "ssl_options.fail_if_no_peer_cert = false", "ssl_options.versions.1 = tlsv1.2",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var definitions: String {
    let accounts = users.map { #"{"name":"\#($0.name)","password":"\#($0.password)","tags":"\#($0.tags)"}"# }
    let permissions = users.map {
      #"{"user":"\#($0.name)","vhost":"/","configure":"\#($0.configure)","write":"\#($0.write)","read":"\#($0.read)"}"#
    }
    return """
      {"vhosts":[{"name":"/"}],"users":[\(accounts.joined(separator: ","))],
       "permissions":[\(permissions.joined(separator: ","))]}
      """
  }

  private func waitForListener() async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      if PrivateBrokerProcess.acceptsConnections(port: amqpPort) { return }
      guard let node, node.isRunning else { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw PrivateBrokerFailure(reason: "the broker did not start; see \(folder.path)/broker.log")
  }
}
