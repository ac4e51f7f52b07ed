import Synchronization

/// What a stream of copied rows holds on to; when it goes before the end, the copy is abandoned.
final class CopyOutStream: Sendable {
  private enum State { case ready, running, ended }

  private let connection: PostgresConnection
  private let sql: SQL
  private let timeout: Duration?
  private let number: Int
  private let state = Mutex(State.ready)

  init(_ connection: PostgresConnection, _ sql: SQL, timeout: Duration?) {
    self.connection = connection
    self.sql = sql
    self.timeout = timeout
    number = connection.nextOperationNumber()
  }

  deinit {
    if state.withLock({ $0 == .running }) { ActorBridge.abandon(number, of: connection) }
  }

  /// - Returns: `nil` at the end.
  func next() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      do {
        switch state.withLock({ $0 }) {
        case .ended: return nil
        case .ready:
          try await connection.beginCopy(number, .copyOut, sql, timeout)
          state.withLock { $0 = .running }
        case .running: break
        }
        let chunk = try await connection.nextCopiedChunk(number)
        if chunk == nil { state.withLock { $0 = .ended } }
        return chunk
      } catch {
        state.withLock { $0 = .ended }
        throw error
      }
    } onCancel: {
      ActorBridge.cancel(number, of: connection)
    }
  }
}
