import Postgres

extension PostgresPool {
  /// Whether a statement gets its answer now.
  ///
  /// After a server was away a pool may seem healthy from before, and an attempt to connect that was begun while the
  /// server started may still fail: who wants to go on waits for an answer.
  /// - Throws: what does not pass by itself.
  public func answers() async throws(PostgresError) -> Bool {
    do throws(PostgresError) {
      return try await query("select 1").count == 1
    } catch {
      guard error.isRetriable else { throw error }
      return false
    }
  }
}
