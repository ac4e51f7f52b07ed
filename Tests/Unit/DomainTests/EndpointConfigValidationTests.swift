import Domain
import JSON
import Testing

@Suite struct EndpointConfigValidationTests {
  private let validation = EndpointConfigValidation(.postgres)

  private func parameters(_ changes: [String: JSONValue?]) -> JSONObject {
    var object: JSONObject = ["host": "db", "database": "shop", "username": "reader", "password": "p"]
    for (key, value) in changes { object[key] = value }
    return object
  }

  @Test func partsCredentialsFromTheRest() throws {
    let accepted = try validation.accept(parameters(["port": 5433]))
    #expect(accepted.credentials == ["password": "p"])
    #expect(accepted.parameters.keys.contains("password") == false)
    #expect(accepted.parameters["port"] == 5433)
  }

  @Test func theMaskKeepsTheStoredCredential() throws {
    let accepted = try validation.accept(parameters(["password": .string(Endpoint.mask)]))
    #expect(accepted.credentials.isEmpty && accepted.dropped.isEmpty)
    #expect(try validation.accept(parameters(["password": .some(.null)])).dropped == ["password"])
  }

  @Test(
    arguments: [
      ("host", nil), ("host", ""), ("host", 5), ("port", 0), ("port", 65_536), ("port", "5432"),
      ("port", 1.5),
      ("sslmode", "maybe"), ("schemas", "public"), ("schemas", [""]), ("schemas", [1]), ("nonsense", 1),
      ("limits", 5), ("password", 7), ("host", "a\u{0}b"),
    ] as [(String, JSONValue?)])
  func namesTheFieldAtFault(field: String, value: JSONValue?) {
    #expect { try validation.accept(parameters([field: value])) } throws: { error in
      (error as? ConfigIssue)?.field == field
    }
  }

  @Test(
    arguments: [
      ("limits.maxConcurrentRuns", ["maxConcurrentRuns": 0]),
      ("limits.runTimeoutSeconds", ["runTimeoutSeconds": "x"]),
      ("limits.requestsPerSecond", ["requestsPerSecond": 0]), ("limits.unknown", ["unknown": 1]),
      ("limits.breaker.failures", ["breaker": ["failures": 0]]), ("limits.breaker", ["breaker": 1]),
      ("limits.staleThreshold", ["staleThreshold": 1.01]), ("limits.staleThreshold", ["staleThreshold": "1"]),
    ] as [(String, JSONValue)])
  func looksInsideLimits(field: String, limits: JSONValue) {
    #expect { try validation.accept(parameters(["limits": limits])) } throws: { error in
      (error as? ConfigIssue)?.field == field
    }
  }

  @Test(arguments: [0, 0.25, 1] as [JSONValue])
  func takesAThresholdOfItsOwn(threshold: JSONValue) throws {
    let accepted = try validation.accept(parameters(["limits": ["staleThreshold": threshold]]))
    let limits = EndpointLimits(parameters: .object(accepted.parameters))
    #expect(limits.staleThreshold == threshold.doubleValue)
    #expect(EndpointLimits(parameters: [:]).staleThreshold == 0.5)
  }

  @Test func neverRepeatsTheValue() {
    for field in ["password", "port", "sslmode"] {
      do {
        _ = try validation.accept(parameters([field: ["canary-9321"]]))
        Issue.record("\(field) was accepted")
      } catch {
        #expect(!error.message.contains("canary"))
      }
    }
  }
}
