import Logging
import ThreadActor

extension PostgresConnection {
  /// Opens a session.
  /// - Parameters:
  ///   - thread: what the session lives on, with as many others as wanted.
  ///   - addressCheck: sees the addresses of the host (or the directory of the socket) before anything is sent
  ///     to them, and throws to refuse them.
  /// - Throws: `.connectionFailed` with ``PostgresError/connectFailure``, `.addressRefused`, `.cancelled` or
  ///   `.configuration`.
  public static func connect(
    _ configuration: PostgresConfiguration, on thread: PollingThread, logger: Logger,
    addressCheck: (@Sendable ([String]) throws -> Void)? = nil
  ) async throws(PostgresError) -> PostgresConnection {
    try await connect(configuration, on: thread, logger: logger, addressCheck: addressCheck, onBroken: {})
  }

  /// - Parameter onBroken: called once, on the polling thread, when the session is over for whatever reason.
  static func connect(
    _ configuration: PostgresConfiguration, on thread: PollingThread, logger: Logger,
    addressCheck: (@Sendable ([String]) throws -> Void)? = nil, onBroken: @escaping @Sendable () -> Void
  ) async throws(PostgresError) -> PostgresConnection {
    guard !configuration.host.isEmpty,
      configuration.host.utf8.allSatisfy({ $0 != 0 && $0 != UInt8(ascii: ",") })
    else { throw .init(.configuration, detail: "the host is malformed") }
    let connection = try PostgresConnection(configuration, on: thread, logger: logger, onBroken: onBroken)
    let number = connection.nextOperationNumber()
    let outcome = await withTaskCancellationHandler {
      await connection.open(number, addressCheck)
    } onCancel: {
      ActorBridge.cancel(number, of: connection)
    }
    try outcome.get()
    return connection
  }

  private func open(
    _ number: Int, _ addressCheck: (@Sendable ([String]) throws -> Void)?
  ) async -> Result<Void, PostgresError> {
    do throws(PostgresError) {
      guard !Task.isCancelled else { throw .init(.cancelled) }
      try await begin(number, .connecting, timeout: configuration.connectTimeout)
      try await establish(number, addressCheck)
      // From here the deadline leads to a cancelled statement or a lost connection, both of which end this.
      try await collect { $0.send(script: settings.script) }
      serverTimeout = settings.statementTimeout
      setCondition(.busy)
      await end()
      return .success(())
    } catch {
      let failure = connectError(error)
      giveUp()
      await end()
      return .failure(failure)
    }
  }

  /// The error of the whole attempt out of the one of its last step.
  private func connectError(_ error: PostgresError) -> PostgresError {
    switch current?.interruption {
    case .cancelled: return PostgresError(.cancelled)
    case .closed: return PostgresError(.closed)
    case .timedOut:
      var failure = PostgresError(.connectionFailed)
      failure.connectFailure = .timedOut
      return failure
    case nil:
      guard error.code == .connectionLost || error.code == .server else { return error }
      var failure = error
      failure.code = .connectionFailed
      failure.isOutcomeUnknown = false
      failure.connectFailure = error.code == .connectionLost ? .closedByServer : .other
      return failure
    }
  }

  private func establish(
    _ number: Int, _ addressCheck: (@Sendable ([String]) throws -> Void)?
  ) async throws(PostgresError) {
    let addresses = try await addresses(number)
    do {
      try addressCheck?(addresses ?? [configuration.host])
    } catch {
      throw .init(.addressRefused)
    }
    let parameters = ConnectionParameters(configuration, addresses: addresses)
    guard let session = LibPQSession(parameters: parameters.list) else {
      throw .init(.connectionFailed, detail: "out of memory")
    }
    self.session = session
    var progress = session.isBad ? LibPQSession.Progress.failed : .writing
    while true {
      switch progress {
      case .reading: await wait(for: .read)
      case .writing: await wait(for: .write)
      case .failed: throw ConnectFailureText.error(for: session.lastMessage)
      case .ready:
        session.becomeNonBlocking()
        cancelHandle = session.cancel
        serverVersion = session.serverVersion
        return
      }
      guard condition != .broken else { throw lost() }
      // libpq may go on with another socket, of the next address.
      stopWatching()
      progress = session.pollConnecting()
    }
  }

  /// - Returns: `nil` for the directory of a Unix socket.
  private func addresses(_ number: Int) async throws(PostgresError) -> [String]? {
    let host = configuration.host
    if host.hasPrefix("/") { return nil }
    if HostResolver.isAddress(host) { return [host] }
    HostResolver.shared.resolve(host) { [self] addresses in
      ActorBridge.resolved(addresses, for: number, of: self)
    }
    while lookup == nil && condition != .broken { await waitForWakeUp() }
    guard let addresses = lookup else { throw lost() }
    lookup = nil
    guard !addresses.isEmpty else {
      var error = PostgresError(.connectionFailed)
      error.connectFailure = .hostNotFound
      error.serverMessage = "could not translate host name \"\(host)\" to an address"
      throw error
    }
    return Array(addresses.prefix(8))
  }

  func resolved(_ addresses: [String], for number: Int) {
    guard current?.number == number else { return }
    lookup = addresses
    resumeWaiter()
  }
}
