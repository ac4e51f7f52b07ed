import ThreadActor

extension PostgresConnection {
  private static let chunkSize = 64 * 1_024

  /// Runs `COPY … TO STDOUT`, reading no faster than the stream is consumed.
  ///
  /// The copy starts with the first element asked for. Dropping the stream before its end, or cancelling the task
  /// that reads it, cancels the copy on the server. A task that is cancelled may see the stream end without an error.
  /// - Parameter sql: without parameters, for COPY takes none.
  /// - Returns: whole rows, several to an element.
  public nonisolated func copyOut(
    _ sql: SQL, timeout: Duration? = nil
  ) -> AsyncThrowingStream<[UInt8], any Error> {
    let stream = CopyOutStream(self, sql, timeout: timeout)
    return AsyncThrowingStream { try await stream.next() }
  }

  /// The next rows; `nil` and any error end the operation.
  func nextCopiedChunk(_ number: Int) async throws(PostgresError) -> [UInt8]? {
    guard current?.number == number else { throw .init(.connectionLost) }
    do throws(PostgresError) {
      if let chunk = try await copiedChunk() { return chunk }
      _ = try await collectResults()
    } catch {
      await end()
      throw error
    }
    let interruption = current?.interruption
    await end()
    if let interruption { throw Self.error(for: interruption) }
    return nil
  }

  private func copiedChunk() async throws(PostgresError) -> [UInt8]? {
    guard let session else { throw lost() }
    var chunk: [UInt8] = []
    while true {
      switch session.appendCopiedRow(to: &chunk) {
      case .appended: if chunk.count >= Self.chunkSize { return chunk }
      case .ended: return chunk.isEmpty ? nil : chunk
      case .wouldBlock:
        guard chunk.isEmpty else { return chunk }
        await wait(for: .read)
        guard condition != .broken else { throw lost() }
        guard session.consumeInput() else {
          giveUp()
          throw lost()
        }
      }
    }
  }

  /// Ends a copy nobody reads any more.
  func abandonCopy(_ number: Int) async {
    guard current?.number == number else { return }
    interrupt(number, because: .cancelled)
    do throws(PostgresError) {
      while try await nextCopiedChunk(number) != nil {}
    } catch {
      // Cancelled, as it was to be; a connection that did not survive it says so itself.
    }
  }
}
