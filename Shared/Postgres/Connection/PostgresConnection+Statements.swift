import Telemetry
import ThreadActor

extension PostgresConnection {
  public func query(_ sql: SQL, timeout: Duration? = nil) async throws(PostgresError) -> [Row] {
    try await run(.bound(sql), timeout: timeout).table?.rows ?? []
  }

  @discardableResult
  public func execute(_ sql: SQL, timeout: Duration? = nil) async throws(PostgresError) -> Int {
    try await run(.bound(sql), timeout: timeout).affectedRows
  }

  /// Runs a text of several statements without parameters. Unless it says otherwise they are one transaction.
  public func executeScript(_ text: String, timeout: Duration? = nil) async throws(PostgresError) {
    _ = try await run(.script(text), timeout: timeout)
  }

  /// Runs one statement or script; in a trace that is recorded it is a span of it.
  /// - Parameter isShielded: whether cancelling the task is to have no effect.
  func run(
    _ request: StatementRequest, timeout: Duration? = nil, isShielded: Bool = false
  ) async throws(PostgresError) -> Reply {
    guard TraceContext.current?.isSampled == true else {
      return try await carryOut(request, timeout, isShielded: isShielded)
    }
    let operation = StatementOperation.name(of: request.text)
    return try await Traces.span(operation, ofKind: .client) { span throws(PostgresError) in
      span.set("db.system.name", "postgresql")
      span.set("db.operation.name", operation)
      do throws(PostgresError) {
        return try await carryOut(request, timeout, isShielded: isShielded)
      } catch {
        span.failed(error.sqlState?.rawValue ?? "\(error.code)")
        throw error
      }
    }
  }

  private func carryOut(
    _ request: StatementRequest, _ timeout: Duration?, isShielded: Bool
  ) async throws(PostgresError) -> Reply {
    let number = nextOperationNumber()
    let timeout = timeout ?? configuration.statementTimeout
    if isShielded { return try await perform(number, request, timeout) }
    guard !Task.isCancelled else { throw .init(.cancelled) }
    let result = await withTaskCancellationHandler {
      do throws(PostgresError) {
        return Result<Reply, PostgresError>.success(try await perform(number, request, timeout))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      ActorBridge.cancel(number, of: self)
    }
    return try result.get()
  }

  private func perform(
    _ number: Int, _ request: StatementRequest, _ timeout: Duration
  ) async throws(PostgresError) -> Reply {
    try await begin(number, .statement, timeout: timeout)
    do throws(PostgresError) {
      if !request.isControl { try await adjustServerTimeout(to: timeout) }
      let reply = try await exchange(request)
      await end()
      return reply
    } catch {
      await end()
      throw error
    }
  }

  /// Sees to it that the server does not end the statement before its time is up.
  func adjustServerTimeout(to timeout: Duration) async throws(PostgresError) {
    let wanted = max(settings.statementTimeout, (timeout + SessionSettings.backstop).wholeMilliseconds)
    guard wanted != serverTimeout else { return }
    try await collect { $0.send(script: "SET statement_timeout TO \(wanted)") }
    serverTimeout = wanted
  }

  private func exchange(_ request: StatementRequest) async throws(PostgresError) -> Reply {
    guard !request.text.utf8.contains(0) else {
      throw .init(.invalidStatement, detail: "the text has a NUL character")
    }
    switch request {
    case .control(let text):
      current?.leavesOutcomeOpen = request.isCommit
      return try await collect { $0.send(script: text) }
    case .script(let text):
      current?.leavesOutcomeOpen = true
      // The script may hold settings and rollbacks.
      if serverTimeout != settings.statementTimeout { serverTimeout = nil }
      return try await collect { $0.send(script: text) }
    case .bound(let sql):
      let values = try ParameterBuffer(sql.parameters)
      let isAutocommit = session?.isTransactionIdle == true
      do throws(PostgresError) {
        return try await exchange(sql, values, isAutocommit)
      } catch {
        guard error.isStalePlan else { throw error }
        cache.forget(sql.text)
        // The server refused before it did anything. Inside of a transaction that refusal has failed it, though.
        guard isAutocommit, current?.interruption == nil else { throw error }
        return try await exchange(sql, values, isAutocommit)
      }
    }
  }

  private func exchange(
    _ sql: SQL, _ values: ParameterBuffer, _ isAutocommit: Bool
  ) async throws(PostgresError) -> Reply {
    let types = sql.parameters.map(\.type.rawValue)
    let plan = cache.plan(for: sql.text, types: types)
    if case .prepare(let name, let evicted) = plan {
      if let evicted { try await collect { $0.send(script: "DEALLOCATE \(evicted)") } }
      do throws(PostgresError) {
        try await collect { $0.send(prepare: name, text: sql.text, types: types) }
      } catch {
        cache.preparationFailed(sql.text)
        throw error
      }
    }
    current?.leavesOutcomeOpen = isAutocommit
    let known = cache.columns(for: sql.text)
    let reply = try await collect(known: known) { session in
      switch plan {
      case .unprepared: session.send(unprepared: sql.text, values)
      case .prepare(let name, _), .prepared(let name): session.send(prepared: name, values)
      }
    }
    if let columns = reply.table?.columns { cache.keep(columns, for: sql.text) }
    return reply
  }

  // MARK: One exchange with the server

  /// Sends by `send` and takes in all results; the first error counts.
  @discardableResult
  func collect(
    known: ResultColumns? = nil, send: (LibPQSession) -> Bool
  ) async throws(PostgresError) -> Reply {
    // An operation interrupted between two of its exchanges goes no further.
    if let interruption = current?.interruption { throw Self.error(for: interruption) }
    guard let session else { throw lost() }
    guard send(session) else {
      if session.isBad {
        giveUp()
        throw lost()
      }
      throw .init(.invalidStatement)
    }
    try await flush()
    return try await collectResults(known: known)
  }

  func collectResults(known: ResultColumns? = nil) async throws(PostgresError) -> Reply {
    var reply = Reply()
    var failure: PostgresError?
    while let result = try await nextResult(after: failure) {
      switch result.status {
      case .rows:
        reply.table = result.table(known: known)
        reply.affectedRows = result.affectedRows
        reply.commandTag = result.commandTag
      case .done:
        reply.affectedRows = result.affectedRows
        reply.commandTag = result.commandTag
      case .failed: if failure == nil { failure = result.error }
      case .copyIn, .copyOut:
        // There is no way back into step with the server but to read the whole copy.
        giveUp()
        throw .init(.invalidStatement, detail: "COPY has methods of its own")
      }
    }
    if let failure { throw ended(by: failure) }
    return reply
  }

  /// The next result, once the server has sent it.
  /// - Parameter failure: what is known already, should the connection be lost now.
  func nextResult(after failure: PostgresError? = nil) async throws(PostgresError) -> LibPQResult? {
    guard let session else { throw lost(failure) }
    while session.isBusy {
      await wait(for: .read)
      guard condition != .broken else { throw lost(failure) }
      // Of a lost connection libpq still hands out what the server said last.
      guard session.consumeInput() else { break }
    }
    return session.nextResult()
  }

  func flush() async throws(PostgresError) {
    guard let session else { throw lost() }
    while true {
      switch session.flush() {
      case true?: return
      case nil:
        // What the server said before it went is still to be read.
        return
      case false?:
        await wait(for: [.read, .write])
        guard condition != .broken else { throw lost() }
        _ = session.consumeInput()
      }
    }
  }

  // MARK: Errors

  /// The error of an operation the server ended with `failure`.
  func ended(by failure: PostgresError) -> PostgresError {
    if failure.code == .connectionLost || session?.isBad != false {
      giveUp()
      return lost(failure)
    }
    guard failure.sqlState == .queryCanceled else { return failure }
    var error = current?.interruption.map(Self.error(for:)) ?? failure
    if current?.interruption == nil {
      // The server's own limit says so in words only.
      error.code = failure.serverMessage?.contains("timeout") == true ? .statementTimeout : .cancelled
    }
    error.sqlState = failure.sqlState
    error.serverMessage = failure.serverMessage
    return error
  }

  /// The error of an operation whose connection is over.
  func lost(_ failure: PostgresError? = nil) -> PostgresError {
    var error = current?.interruption.map(Self.error(for:)) ?? PostgresError(.connectionLost)
    error.sqlState = failure?.sqlState
    error.serverMessage = failure?.serverMessage
    error.isOutcomeUnknown = current?.leavesOutcomeOpen == true
    return error
  }
}
