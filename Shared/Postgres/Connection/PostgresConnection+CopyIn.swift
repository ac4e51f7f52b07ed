extension PostgresConnection {
  private static let chunkSize = 64 * 1_024

  /// Runs `COPY … FROM STDIN` and sends it `rows`, no faster than the server takes them.
  /// - Parameters:
  ///   - sql: without parameters, for COPY takes none.
  ///   - rows: bytes in the format of the COPY, cut anywhere; see ``CopyRow``. An error of theirs aborts the copy
  ///     and is rethrown.
  /// - Returns: the number of rows copied.
  public nonisolated func copyIn(
    _ sql: SQL, rows: some AsyncSequence<[UInt8], any Error> & Sendable, timeout: Duration? = nil
  ) async throws -> Int {
    let number = nextOperationNumber()
    return try await withTaskCancellationHandler {
      try await beginCopy(number, .copyIn, sql, timeout)
      var chunk: [UInt8] = []
      do {
        for try await row in rows {
          chunk += row
          guard chunk.count >= Self.chunkSize else { continue }
          try await put(chunk)
          chunk.removeAll(keepingCapacity: true)
        }
        // Streams end early, and without an error, for a task that is cancelled.
        guard !Task.isCancelled else { throw PostgresError(.cancelled) }
        try await put(chunk)
      } catch {
        await abortCopyIn()
        throw error
      }
      return try await endCopyIn()
    } onCancel: {
      ActorBridge.cancel(number, of: self)
    }
  }

  /// Takes the turn and starts the copy. Whatever it throws has ended the operation.
  func beginCopy(
    _ number: Int, _ kind: Operation.Kind, _ sql: SQL, _ timeout: Duration?
  ) async throws(PostgresError) {
    guard !Task.isCancelled else { throw .init(.cancelled) }
    guard sql.parameters.isEmpty, !sql.text.utf8.contains(0) else {
      throw .init(.invalidStatement, detail: "COPY takes no parameters")
    }
    let timeout = timeout ?? configuration.statementTimeout
    try await begin(number, kind, timeout: timeout)
    do throws(PostgresError) {
      try await adjustServerTimeout(to: timeout)
      try await startCopy(kind, sql)
    } catch {
      await end()
      throw error
    }
  }

  private func startCopy(_ kind: Operation.Kind, _ sql: SQL) async throws(PostgresError) {
    if let interruption = current?.interruption { throw Self.error(for: interruption) }
    guard let session else { throw lost() }
    let isAutocommit = session.isTransactionIdle
    guard session.send(script: sql.text) else { throw .init(.invalidStatement) }
    try await flush()
    guard let result = try await nextResult() else { throw lost() }
    switch (result.status, kind) {
    case (.copyIn, .copyIn): current?.leavesOutcomeOpen = isAutocommit
    case (.copyOut, .copyOut): break
    case (.failed, _):
      let failure = result.error
      _ = try await collectResults()
      throw ended(by: failure)
    case (.copyIn, _), (.copyOut, _):
      giveUp()
      throw .init(.invalidStatement, detail: "COPY in the other direction")
    default:
      _ = try await collectResults()
      throw .init(.invalidStatement, detail: "the statement is no COPY")
    }
  }

  private func put(_ chunk: [UInt8]) async throws(PostgresError) {
    if let interruption = current?.interruption { throw Self.error(for: interruption) }
    guard let session else { throw lost() }
    guard session.put(copyData: chunk) else { throw lost() }
    try await flush()
  }

  private func endCopyIn() async throws(PostgresError) -> Int {
    do throws(PostgresError) {
      if let interruption = current?.interruption { throw Self.error(for: interruption) }
      guard let session, session.put(copyEnd: nil) else { throw lost() }
      try await flush()
      let copied = try await collectResults().affectedRows
      await end()
      return copied
    } catch {
      if condition != .broken && current?.interruption != nil { await abortCopyIn() } else { await end() }
      throw error
    }
  }

  /// Tells the server that the copy failed, and reads on until both are in step again.
  private func abortCopyIn() async {
    do throws(PostgresError) {
      guard let session, session.put(copyEnd: "aborted by the client") else { throw lost() }
      try await flush()
      _ = try await collectResults()
    } catch {
      // The copy fails, as it is to. What matters is whether the connection has survived it.
      if error.code != .server && error.sqlState != .queryCanceled { giveUp() }
    }
    await end()
  }
}
