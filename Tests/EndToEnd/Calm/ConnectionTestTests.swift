import JSON
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// `testEndpoint` says what is wrong in a way that helps.
  @Suite struct ConnectionTests {
    private let platform: Platform

    init() throws { platform = try .shared }

    private func test(_ change: JSONObject, database: String) async throws -> JSONValue {
      let right = try platform.sourceParameters(database, password: "right one")
      let input: JSONValue = [
        "templateId": "postgres", "type": "postgres",
        "connection": .object(right.merging(change) { _, new in new }),
      ]
      return try await platform.api.value(
        """
        mutation ($input: TestEndpointInput!) {
          testEndpoint(input: $input) { ok diagnostics { level code message hint field } } }
        """, ["input": input])
    }

    @Test func rightAndWrongParameters() async throws {
      try await platform.makeSource("tested", password: "right one", "create table a (id int);")
      let closed = try BoundSocket()
      defer { withExtendedLifetime(closed) {} }
      let wrong: [(String, JSONObject, field: String?)] = [
        ("password", ["password": "wrong one"], "password"),
        ("user", ["username": "nobody_here"], nil),
        ("database", ["database": "nowhere"], "database"),
        ("port", ["port": .int(Int64(closed.port))], "port"),
        ("host", ["host": "nowhere.invalid"], "host"),
        ("TLS", ["sslmode": "require"], "sslmode"),
      ]
      let good = try await test([:], database: "tested")
      #expect(good["ok"] == true, "\(good.encodedString)")
      for (name, change, field) in wrong {
        let result = try await test(change, database: "tested")
        #expect(result["ok"] == false, "\(name)")
        let errors = (result["diagnostics"]?.arrayValue ?? []).filter { $0["level"] == "ERROR" }
        #expect(!errors.isEmpty, "\(name)")
        if let field {
          #expect(errors.contains { $0["field"]?.stringValue == field }, "\(name): \(result.encodedString)")
        }
        #expect(errors.contains { !($0["message"]?.stringValue ?? "").isEmpty }, "\(name)")
        #expect(!result.encodedString.contains("wrong one"), "\(name)")
      }
    }
  }
}
