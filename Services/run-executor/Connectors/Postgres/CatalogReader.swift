import Domain
import Logging
import Postgres
import Telemetry

/// Reads the catalog of a source over one connection.
struct CatalogReader: Sendable {
  /// Relations whose exact sizes are asked for; of more, estimates have to do, for the sake of the source.
  static let mostExactSizes = 20_000

  let connection: PostgresConnection
  let version: ServerVersion
  let logger: Logger
  let reading: PostgresFaultReading
  var mostExactSizes = CatalogReader.mostExactSizes
  /// Waited on before each statement.
  var pace = RequestPace.unlimited

  /// - Parameter schemas: nil for all but the system's.
  func read(schemas: [String]?) async throws -> [DiscoveredDataset] {
    var (draft, queries) = try await connection.transaction(isolation: .repeatableRead, readOnly: true) { _ in
      try await snapshot(of: schemas)
    }
    try await addSizes(to: &draft, queries)
    return draft.datasets()
  }

  private func snapshot(of schemas: [String]?) async throws -> (CatalogDraft, CatalogSQL) {
    try await applySettings()
    let scope = try await scope(schemas)
    try await pace.turn()
    let locked = try await connection.query(CatalogSQL.lockedRelations).map {
      try $0.decode("oid", as: Int.self)
    }
    if !locked.isEmpty {
      logger.info(
        "relations are locked: parts of them are left out", metadata: ["relations": "\(locked.count)"])
    }
    let queries = CatalogSQL(scope: scope, locked: locked)
    var rows = CatalogRows(schemas: scope.names, version: version)
    try await copy(queries.relations, "relations") { row in try rows.relation(row) }
    try await copy(queries.columns, "columns") { row in try rows.column(row) }
    try await copy(queries.keys, "keys") { row in try rows.key(row) }
    try await copy(queries.indexes, "indexes") { row in try rows.index(row) }
    try await copy(queries.parents, "parents") { row in try rows.parent(row) }
    return (rows.draft, queries)
  }

  private func scope(_ wanted: [String]?) async throws -> SchemaScope {
    var existing: [Int: String] = [:]
    try await pace.turn()
    for row in try await connection.query(CatalogSQL.schemas) {
      existing[try row.decode("oid")] = try row.decode("nspname")
    }
    logger.debug("schemas read", metadata: ["schemas": "\(existing.count)"])
    let missing = SchemaScope.missing(wanted, in: existing.values)
    guard missing.isEmpty else { throw reading.missingSchemas(missing, existing: existing.values.sorted()) }
    return SchemaScope(existing: existing, wanted: wanted)
  }

  /// Sizes come last and apart: they are taken from the file system, not from the snapshot, and are the only part
  /// that a source may fail to give in time without making the rest useless.
  private func addSizes(to draft: inout CatalogDraft, _ queries: CatalogSQL) async throws {
    if draft.count <= mostExactSizes {
      do {
        for (oid, bytes) in try await sizes(queries.sizes, "sizes") { draft.update(oid) { $0.bytes = bytes } }
        return
      } catch {
        guard Self.isBearable(error) else { throw error }
        logger.info("exact sizes could not be read in time", metadata: ["relations": "\(draft.count)"])
      }
    }
    for (oid, bytes) in try await sizes(queries.sizeEstimates, "size estimates") {
      draft.update(oid) {
        $0.bytes = bytes
        $0.isSizeEstimated = true
      }
    }
  }

  private func sizes(_ sql: SQL, _ name: String) async throws -> [(Int, Int64)] {
    try await connection.transaction(readOnly: true) { _ in
      try await applySettings()
      var sizes: [(Int, Int64)] = []
      try await copy(sql, name) { row in
        // Gone since the snapshot where there is none.
        if let bytes = try row.decode(1, as: Int64?.self) { sizes.append((try row.decode(0), bytes)) }
      }
      return sizes
    }
  }

  /// Whether the source is there and just did not get to the end.
  private static func isBearable(_ error: any Error) -> Bool {
    guard let error = error as? PostgresError, !Task.isCancelled else { return false }
    return error.sqlState == .lockNotAvailable || error.sqlState == .queryCanceled
  }

  private func applySettings() async throws {
    try await pace.turn()
    try await connection.executeScript(CatalogSQL.settings)
  }

  /// - Parameter name: what the log calls the statement.
  private func copy(_ sql: SQL, _ name: String, _ body: (CopyTextRow) throws -> Void) async throws {
    try await pace.turn()
    let start = ContinuousClock.now
    var rows = 0
    logger.debug("statement sent", metadata: ["statement": "\(name)"])
    try await Traces.span("COPY", ofKind: .client) { span in
      span.set("db.system.name", "postgresql")
      span.set("db.operation.name", "COPY")
      span.set("db.query.summary", "COPY \(name)")
      for try await chunk in connection.copyOut(sql) {
        try CopyTextReader.read(chunk) { row in
          rows += 1
          try body(row)
        }
      }
      // For a task that is cancelled the stream ends as if that were all.
      try Task.checkCancellation()
    }
    let elapsed = Int((ContinuousClock.now - start) / .milliseconds(1))
    logger.debug(
      "statement answered",
      metadata: ["statement": "\(name)", "rows": "\(rows)", "duration-ms": "\(elapsed)"])
  }
}
