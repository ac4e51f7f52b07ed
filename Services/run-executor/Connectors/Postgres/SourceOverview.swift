import Domain
import Postgres

/// What a connection test looks at: the version, and how much there is in which schema.
struct SourceOverview: Sendable {
  struct Schema: Sendable, Equatable {
    let name: String
    let listed: Int
    /// Of these, what the role may read.
    let readable: Int
  }

  let version: ServerVersion
  let schemas: [Schema]

  init(version: ServerVersion, schemas: [Schema]) {
    self.version = version
    self.schemas = schemas
  }

  init(of connection: PostgresConnection, _ version: ServerVersion) async throws {
    var schemas: [Schema] = []
    let rows = try await connection.transaction(readOnly: true) { _ in
      try await connection.executeScript(CatalogSQL.settings)
      return try await connection.query(CatalogSQL.overview)
    }
    for row in rows {
      schemas.append(
        Schema(
          name: try row.decode("nspname"), listed: try row.decode("listed"),
          readable: try row.decode("readable")))
    }
    self.init(version: version, schemas: schemas.sorted { $0.name < $1.name })
  }

  func diagnostics(for parameters: PostgresParameters) -> [ConnectionDiagnosis.Diagnostic] {
    let wanted = parameters.schemas.map(Set.init)
    let chosen = schemas.filter { wanted?.contains($0.name) ?? true }
    let listed = chosen.reduce(0) { $0 + $1.listed }
    let readable = chosen.reduce(0) { $0 + $1.readable }
    var diagnostics = [connected(listed, in: chosen.filter { $0.listed > 0 }.count)]
    let missing = SchemaScope.missing(parameters.schemas, in: schemas.map(\.name))
    if !missing.isEmpty {
      diagnostics.append(
        warning(
          "SCHEMA_MISSING",
          PostgresFaultReading(parameters: parameters, deadlines: .test)
            .missingSchemas(missing, existing: schemas.map(\.name)).message
            + "; collections fail until they exist",
          hint: PostgresFaultKind.schemaMissing.hint, field: "schemas"))
    }
    if listed == 0 {
      diagnostics.append(
        warning(
          "NO_TABLES", "there is no table or view to collect",
          hint: "Check that this is the right database, and the list of schemas.",
          field: wanted == nil ? "database" : "schemas"))
    } else if readable == 0 {
      diagnostics.append(
        warning(
          "NO_READABLE_TABLES",
          "the user \"\(parameters.username)\" may read none of the tables: they are listed, their rows stay out of "
            + "reach",
          hint: "Grant the user USAGE on the schemas and SELECT on the tables.", field: "username"))
    }
    return diagnostics
  }

  private func connected(_ listed: Int, in schemaCount: Int) -> ConnectionDiagnosis.Diagnostic {
    let tables = listed == 1 ? "1 table or view" : "\(listed) tables and views"
    let schemas = schemaCount == 1 ? "1 schema" : "\(schemaCount) schemas"
    return ConnectionDiagnosis.Diagnostic(
      level: .info, code: "CONNECTED", message: "connected to \(version): \(tables) in \(schemas)")
  }

  private func warning(
    _ code: String, _ message: String, hint: String?, field: String
  ) -> ConnectionDiagnosis.Diagnostic {
    ConnectionDiagnosis.Diagnostic(level: .warning, code: code, message: message, hint: hint, field: field)
  }
}
