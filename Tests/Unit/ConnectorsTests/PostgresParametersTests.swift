import Domain
import JSON
import Postgres
import Testing

@testable import Connectors

@Suite("Parameters of a PostgreSQL source")
struct PostgresParametersTests {
  private static let least: JSONObject = ["host": "db", "database": "shop", "username": "reader"]

  private static func read(
    _ changes: JSONObject, password: String? = "hunter22"
  ) throws(RunFailure) -> PostgresParameters {
    let parameters = least.merging(changes) { _, new in new }
    return try PostgresParameters(
      ConnectorConnection(
        parameters: .object(parameters), credentials: password.map { ["password": $0] } ?? [:]))
  }

  @Test func `defaults are filled in`() throws {
    let parameters = try Self.read([:], password: nil)
    #expect(parameters.port == 5_432)
    #expect(parameters.tls == .prefer)
    #expect(parameters.password == nil)
    #expect(parameters.schemas == nil)
    #expect(parameters.address == "db:5432")
  }

  @Test func `everything given is taken`() throws {
    let parameters = try Self.read([
      "host": "[::1]", "port": 6_543, "sslmode": "verify-full", "schemas": ["a", "b"], "limits": [:],
    ])
    #expect(parameters.host == "::1")
    #expect(parameters.address == "[::1]:6543")
    #expect(parameters.tls == .verifyFull(rootCertificatePath: nil))
    #expect(parameters.schemas == ["a", "b"])
    #expect(parameters.password == "hunter22")
    #expect(try Self.read(["sslmode": "allow"]).tls == .prefer)
    #expect(try Self.read(["schemas": []]).schemas == nil)
    #expect(try Self.read(["schemas": nil, "port": nil, "sslmode": nil]).port == 5_432)
  }

  @Test(
    arguments: [
      ("host", nil), ("host", ""), ("host", 5), ("host", "/var/run/postgresql"), ("host", "@socket"),
      ("host", "postgres://db"), ("host", "a,b"), ("host", "user@db"), ("host", "d\0b"), ("database", nil),
      ("database", ""), ("username", nil), ("username", "a\0"), ("port", 0), ("port", 65_536),
      ("port", "5432"),
      ("sslmode", "perhaps"), ("sslmode", 1), ("schemas", "a"), ("schemas", [1]), ("schemas", [""]),
    ] as [(String, JSONValue)])
  func `what cannot be right is refused by name`(field: String, value: JSONValue) throws {
    let failure = #expect(throws: RunFailure.self) { _ = try Self.read([field: value]) }
    #expect(failure?.code == "E_CONFIG_INVALID")
    #expect(failure?.field == field)
    #expect(failure?.message.contains(field) == true)
    #expect(failure?.retryClass == .configuration)
  }

  @Test func `a password with a NUL character is refused without being named`() {
    let failure = #expect(throws: RunFailure.self) { _ = try Self.read([:], password: "hunter22\0x") }
    #expect(failure?.field == "password")
    #expect(failure?.message.contains("hunter22") == false)
  }
}
