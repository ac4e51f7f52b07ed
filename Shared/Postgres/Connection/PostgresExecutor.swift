/// What runs statements: a connection (inside of a transaction, perhaps) or a pool.
public protocol PostgresExecutor: Sendable {
  /// - Parameter timeout: `nil` is the default of the configuration.
  func query(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> [Row]

  /// - Returns: the number of rows the statement touched.
  @discardableResult
  func execute(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> Int
}

extension PostgresExecutor {
  public func query(_ sql: SQL) async throws(PostgresError) -> [Row] { try await query(sql, timeout: nil) }

  @discardableResult
  public func execute(_ sql: SQL) async throws(PostgresError) -> Int { try await execute(sql, timeout: nil) }
}
