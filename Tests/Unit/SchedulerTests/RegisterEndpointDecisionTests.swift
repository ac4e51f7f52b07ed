import Contracts
import Domain
import Foundation
import JSON
import Testing

@testable import Scheduler

@Suite struct RegisterEndpointDecisionTests {
  @Test func fillsInWhatIsLeftOut() throws {
    let endpoint = try EndpointSample.register()
    #expect(endpoint.sourceID.hasPrefix("shop-"))
    #expect(endpoint.url == "postgresql://db.example.com:5432/shop")
    #expect(endpoint.verb == "POST")
    #expect(endpoint.labels.isEmpty)
    #expect(endpoint.capabilities == nil)
    #expect(endpoint.sealedFields == ["password"])
    #expect(endpoint.parameters == EndpointSample.parameters)
    #expect(endpoint.isEnabled)
  }

  @Test func keepsWhatIsGiven() throws {
    let endpoint = try EndpointSample.register {
      $0.sourceID = "erp:shop/1"
      $0.url = "https://example.com/a?page=1"
      $0.verb = "get"
      $0.labels = ["a", "b"]
      $0.capabilities = ["collect", "collect"]
      $0.description = "two\nlines"
    }
    #expect(endpoint.sourceID == "erp:shop/1")
    #expect(endpoint.url == "https://example.com/a?page=1")
    #expect(endpoint.verb == "GET")
    #expect(endpoint.labels == ["a", "b"])
    #expect(endpoint.capabilities == ["collect"])
    #expect(endpoint.description == "two\nlines")
  }

  private struct Fault: Sendable, CustomTestStringConvertible {
    let field: String
    let testDescription: String
    let change: @Sendable (inout RegisterEndpoint) -> Void

    init(_ field: String, _ what: String, _ change: @escaping @Sendable (inout RegisterEndpoint) -> Void) {
      self.field = field
      testDescription = "\(field) \(what)"
      self.change = change
    }
  }

  private static let faults: [Fault] = [
    Fault("input.name", "blank") { $0.name = " \t" },
    Fault("input.name", "long") { $0.name = String(repeating: "x", count: 201) },
    Fault("input.name", "one character of many scalars") {
      $0.name = "e" + String(repeating: "\u{301}", count: 300)
    },
    Fault("input.name", "with a line break") { $0.name = "a\nb" },
    Fault("input.description", "long") { $0.description = String(repeating: "x", count: 2_001) },
    Fault("input.description", "with NUL") { $0.description = "a\0b" },
    Fault("input.sourceId", "empty") { $0.sourceID = "" },
    Fault("input.sourceId", "with a space") { $0.sourceID = "a b" },
    Fault("input.sourceId", "starting with a dot") { $0.sourceID = ".a" },
    Fault("input.sourceId", "long") { $0.sourceID = String(repeating: "x", count: 201) },
    Fault("input.projectSlug", "long") { $0.projectSlug = String(repeating: "x", count: 201) },
    Fault("input.labels", "too many") { $0.labels = Array(repeating: "x", count: 51) },
    Fault("input.labels", "one too long") { $0.labels = [String(repeating: "x", count: 101)] },
    Fault("input.labels", "one blank") { $0.labels = ["a", ""] },
    Fault("input.verb", "unknown") { $0.verb = "FETCH" },
    Fault("input.url", "no URL") { $0.url = "not a url" },
    Fault("input.url", "without scheme") { $0.url = "example.com/a" },
    Fault("input.url", "with password") { $0.url = "https://user:secret@example.com/" },
    Fault("input.url", "with user") { $0.url = "https://user@example.com/" },
    Fault("input.url", "with password inside") { $0.url = "jdbc:postgresql://user:secret@db/shop" },
    Fault("input.url", "with token") { $0.url = "https://example.com/?a=1&access_token=secret" },
    Fault("input.url", "with encoded key") { $0.url = "https://example.com/?pass%77ord=secret" },
    Fault("input.url", "with matrix password") { $0.url = "jdbc:sqlserver://db;user=a;password=secret" },
    Fault("input.config.templateId", "unknown") { $0.kind = "oracle" },
    Fault("input.config.parameters", "no object") { $0.parameters = [1] },
    Fault("input.config.parameters.host", "missing") { $0.parameters = ["database": "a", "username": "b"] },
    Fault("input.config.parameters.port", "out of range") {
      $0.parameters = ["host": "h", "database": "a", "username": "b", "port": 70_000]
    },
    Fault("input.config.parameters.colour", "unknown") {
      $0.parameters = ["host": "h", "database": "a", "username": "b", "colour": "red"]
    },
    Fault("input.config.parameters.password", "not sealed") {
      $0.parameters = ["host": "h", "database": "a", "username": "b", "password": "secret"]
    },
    Fault("input.config.parameters.host", "sealed") { $0.sealed = ["host": "sealed"] },
    Fault("input.config.parameters.limits.runTimeoutSeconds", "negative") {
      $0.parameters = [
        "host": "h", "database": "a", "username": "b", "limits": ["runTimeoutSeconds": -1],
      ]
    },
    Fault("input.capabilities", "unknown") { $0.capabilities = ["fly"] },
    Fault("input.capabilities", "not of the kind") { $0.capabilities = ["prompt"] },
  ]

  @Test(arguments: faults) private func namesTheFieldAtFault(fault: Fault) {
    let refused = refusal { () throws(Refusal) in try EndpointSample.register(fault.change) }
    #expect(refused?.code == .invalidInput)
    #expect(refused?.field == fault.field)
    #expect(refused?.message.contains("secret") == false)
  }

  @Test func syntheticIsOfferedOnlyWhereItIsSwitchedOn() {
    let decision = RegisterEndpointDecision(
      config: EndpointConfigRule(templates: EndpointTemplate.all(synthetic: false)))
    let command = EndpointSample.registration {
      $0.kind = "synthetic"
      $0.parameters = [:]
      $0.sealed = [:]
    }
    #expect(
      refusal { () throws(Refusal) in try decision.decide(command) }?.field == "input.config.templateId")
  }

  @Test(arguments: [
    ("Café & Co", "caf-co-"), ("  A  B ", "a-b-"), ("日本", "endpoint-"),
    (String(repeating: "x", count: 200), "xxx"),
  ])
  func slugsAreValidSourceIDs(name: String, prefix: String) throws {
    let id = UUID.v7()
    let derived = SourceIDRule.derived(name: name, endpoint: id)
    #expect(derived.hasPrefix(prefix))
    #expect(derived.hasSuffix(String(id.lowercased.suffix(6))))
    #expect(try SourceIDRule.check(derived, "f") == derived)
  }

  @Test(arguments: [
    ("db", "postgresql://db:5432/shop"), ("::1", "postgresql://[::1]:5432/shop"),
    ("/var/run/postgresql", "postgresql:///shop"),
    ("user:secret@db", "postgresql:///shop"),
  ])
  func derivedURLsAreValid(host: String, url: String) throws {
    let derived = EndpointURLRule.derived(
      kind: .postgres, parameters: ["host": .string(host), "database": "shop"])
    #expect(derived == url)
    #expect(try EndpointURLRule.check(derived, "f") == derived)
  }
}
