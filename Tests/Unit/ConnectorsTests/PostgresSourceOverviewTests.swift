import Domain
import JSON
import Testing

@testable import Connectors

@Suite("What a connection test tells of a PostgreSQL source")
struct PostgresSourceOverviewTests {
  private func diagnostics(
    _ schemas: [(String, Int, Int)], wanted: JSONValue = .null
  ) throws -> [ConnectionDiagnosis.Diagnostic] {
    let parameters = try PostgresParameters(
      ConnectorConnection(
        parameters: ["host": "db", "database": "shop", "username": "reader", "schemas": wanted]))
    let overview = SourceOverview(
      version: ServerVersion(number: 150_002),
      schemas: schemas.map { SourceOverview.Schema(name: $0, listed: $1, readable: $2) })
    return overview.diagnostics(for: parameters)
  }

  @Test func `the version and how much there is`() throws {
    let found = try diagnostics([("a", 3, 3), ("b", 1, 0), ("empty", 0, 0)])
    #expect(found.map(\.code) == ["CONNECTED"])
    #expect(found.first?.level == .info)
    #expect(found.first?.message == "connected to PostgreSQL 15.2: 4 tables and views in 2 schemas")
    #expect(
      try diagnostics([("a", 3, 3), ("b", 1, 1)], wanted: ["b"]).first?.message
        == "connected to PostgreSQL 15.2: 1 table or view in 1 schema")
  }

  @Test(
    arguments: [
      ([("a", 1, 1)], ["a", "x"], "SCHEMA_MISSING", "schemas"), ([("a", 0, 0)], nil, "NO_TABLES", "database"),
      ([("a", 0, 0)], ["a"], "NO_TABLES", "schemas"), ([("a", 2, 0)], nil, "NO_READABLE_TABLES", "username"),
    ] as [([(String, Int, Int)], JSONValue, String, String)])
  func `what will disappoint is a warning`(
    schemas: [(String, Int, Int)], wanted: JSONValue, code: String, field: String
  ) throws {
    let found = try diagnostics(schemas, wanted: wanted)
    #expect(found.map(\.code) == ["CONNECTED", code])
    #expect(found.last?.level == .warning)
    #expect(found.last?.field == field)
    #expect(found.last?.hint?.isEmpty == false)
  }
}
