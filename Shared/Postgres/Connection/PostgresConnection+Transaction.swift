import Logging

extension PostgresConnection {
  /// Runs `body` between BEGIN and COMMIT, or ROLLBACK when it throws.
  ///
  /// An error of the body comes out as it is; those of BEGIN and COMMIT are a ``PostgresError`` with a
  /// ``PostgresError/transactionPhase``. A failing ROLLBACK closes the connection and hides nothing. A task
  /// cancelled before COMMIT rolls back; a COMMIT once sent is waited for. When the connection breaks with COMMIT
  /// under way, ``PostgresError/isOutcomeUnknown`` is true.
  @discardableResult
  public func transaction<R: Sendable>(
    isolation level: IsolationLevel = .readCommitted, readOnly: Bool = false,
    actor: isolated (any Actor)? = #isolation, _ body: (PostgresConnection) async throws -> R
  ) async throws -> R {
    try await beginTransaction(level, readOnly: readOnly)
    let result: R
    do {
      result = try await body(self)
      if Task.isCancelled { throw PostgresError(.cancelled) }
    } catch {
      await rollBack()
      throw error
    }
    try await commit()
    return result
  }

  private func beginTransaction(_ level: IsolationLevel, readOnly: Bool) async throws(PostgresError) {
    do throws(PostgresError) {
      guard condition != .inTransaction else {
        throw .init(.invalidStatement, detail: "a transaction is open already")
      }
      var text = "BEGIN"
      if level != .readCommitted { text += " ISOLATION LEVEL \(level.rawValue)" }
      if readOnly { text += " READ ONLY" }
      _ = try await run(.control(text))
    } catch {
      if condition == .inTransaction && error.code != .invalidStatement { await rollBack() }
      throw error.at(.begin)
    }
  }

  private func commit() async throws(PostgresError) {
    let reply: Reply
    do throws(PostgresError) {
      reply = try await run(.control("COMMIT"), isShielded: true)
    } catch {
      if condition == .inTransaction { await rollBack() }
      serverTimeout = nil
      throw error.at(.commit)
    }
    guard reply.commandTag == "COMMIT" else {
      serverTimeout = nil
      throw PostgresError(.rolledBack).at(.commit)
    }
  }

  /// Never throws: what led here matters more.
  func rollBack() async {
    guard condition != .broken else { return }
    // What was set since BEGIN is undone.
    defer { if serverTimeout != settings.statementTimeout { serverTimeout = nil } }
    do throws(PostgresError) {
      _ = try await run(.control("ROLLBACK"), timeout: .seconds(5), isShielded: true)
    } catch {
      logger.debug("a rollback failed; its connection is closed", metadata: ["error": "\(error)"])
      close()
    }
  }
}

extension PostgresError {
  fileprivate func at(_ phase: TransactionPhase) -> PostgresError {
    var error = self
    error.transactionPhase = phase
    return error
  }
}
