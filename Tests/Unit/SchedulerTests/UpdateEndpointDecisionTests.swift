import Contracts
import Domain
import Foundation
import JSON
import Testing

@testable import Scheduler

@Suite struct UpdateEndpointDecisionTests {
  private let endpoint: Endpoint

  init() throws { endpoint = try EndpointSample.register { $0.description = "old" } }

  @Test func anEmptyPatchChangesNothing() throws {
    #expect(try EndpointSample.update(endpoint) { _ in } == endpoint)
  }

  @Test func nullClearsWhatMayBeMissing() throws {
    let updated = try EndpointSample.update(endpoint) {
      $0.description = .cleared
      $0.labels = .cleared
      $0.capabilities = .cleared
      $0.url = .cleared
    }
    #expect(updated.description == nil)
    #expect(updated.labels.isEmpty)
    #expect(updated.capabilities == nil)
    #expect(updated.url == "postgresql://db.example.com:5432/shop")
  }

  @Test func aConfigReplacesTheFormerAndKeepsTheCredential() throws {
    let updated = try EndpointSample.update(endpoint) {
      $0.config = .set(
        .init(
          kind: "postgres",
          parameters: [
            "host": "other", "database": "shop", "username": "r", "password": .string(Endpoint.mask),
          ]))
    }
    #expect(updated.parameters == ["host": "other", "database": "shop", "username": "r"])
    #expect(updated.sealedFields == ["password"])
    // It was built from the parameters, so it follows them.
    #expect(updated.url == "postgresql://other:5432/shop")
  }

  @Test func aGivenAddressStaysWhenTheConfigChanges() throws {
    var endpoint = endpoint
    endpoint.url = "https://example.com/shop"
    let updated = try EndpointSample.update(endpoint) {
      $0.config = .set(.init(kind: "postgres", parameters: ["host": "o", "database": "s", "username": "r"]))
    }
    #expect(updated.url == "https://example.com/shop")
  }

  @Test func nullDropsACredential() throws {
    let updated = try EndpointSample.update(endpoint) {
      $0.config = .set(.init(kind: "postgres", parameters: EndpointSample.parameters, dropped: ["password"]))
    }
    #expect(updated.sealedFields.isEmpty)
  }

  @Test func aCredentialAloneCanChange() throws {
    var bare = endpoint
    bare.sealedFields = []
    let updated = try EndpointSample.update(bare) {
      $0.config = .set(
        .init(kind: "postgres", parameters: EndpointSample.parameters, sealed: ["password": "sealed"]))
    }
    #expect(updated.sealedFields == ["password"])
    #expect(updated.parameters == endpoint.parameters)
  }

  private struct Fault: Sendable, CustomTestStringConvertible {
    let field: String
    let change: @Sendable (inout UpdateEndpoint) -> Void
    var testDescription: String { field }

    init(_ field: String, _ change: @escaping @Sendable (inout UpdateEndpoint) -> Void) {
      self.field = field
      self.change = change
    }
  }

  private static let faults: [Fault] = [
    Fault("patch.name") { $0.name = .cleared },
    Fault("patch.name") { $0.name = .set("") },
    Fault("patch.verb") { $0.verb = .cleared },
    Fault("patch.url") { $0.url = .set("https://a:b@c/") },
    Fault("patch.labels") { $0.labels = .set([""]) },
    Fault("patch.isEnabled") { $0.isEnabled = .cleared },
    Fault("patch.capabilities") { $0.capabilities = .set(["x"]) },
    Fault("patch.config") { $0.config = .cleared },
    Fault("patch.config.templateId") { $0.config = .set(.init(kind: "synthetic", parameters: [:])) },
    Fault("patch.config.parameters.host") { $0.config = .set(.init(kind: "postgres", parameters: [:])) },
    Fault("patch.config.parameters.port") {
      $0.config = .set(
        .init(kind: "postgres", parameters: ["host": "h", "port": "x", "database": "d", "username": "u"]))
    },
  ]

  @Test(arguments: faults) private func namesTheFieldAtFault(fault: Fault) {
    let refused = refusal { () throws(Refusal) in try EndpointSample.update(endpoint, fault.change) }
    #expect(refused?.code == .invalidInput)
    #expect(refused?.field == fault.field)
  }
}
