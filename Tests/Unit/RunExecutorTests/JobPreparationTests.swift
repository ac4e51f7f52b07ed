import Connectors
import Contracts
import Domain
import Foundation
import JSON
import Sealing
import Storage
import Testing

@testable import RunExecutor

@Suite struct JobPreparationTests {
  private let key = SealingPrivateKey()

  private func preparation() throws -> JobPreparation {
    JobPreparation(
      connectors: ConnectorRegistry([SyntheticConnector()]),
      credentials: CredentialOpening(opener: try CredentialOpener(privateKeys: [key])),
      addressPolicy: AddressPolicy(allowsPrivateNetworks: false), paces: RequestPaces())
  }

  private func skip(_ claimed: ClaimedRun) throws -> SkipReason? {
    guard case .skip(let reason, _) = try preparation().prepare(claimed) else { return nil }
    return reason
  }

  @Test func whatCameInTheWaySkipsTheRun() throws {
    #expect(try skip(SampleClaim.make { $0.endpoint.isEnabled = false }) == .endpointDisabled)
    #expect(try skip(SampleClaim.make { $0.endpoint.deletedAt = Date() }) == .deleted)
    #expect(try skip(SampleClaim.make { $0.collection?.isEnabled = false }) == .disabled)
    #expect(try skip(SampleClaim.make { $0.collection?.deletedAt = Date() }) == .deleted)
    #expect(try skip(SampleClaim.make { $0.endpoint.capabilities = ["preview"] }) == .capabilityMissing)
    #expect(try skip(SampleClaim.make(kind: "postgres")) == .capabilityMissing)
    #expect(try skip(SampleClaim.make(kind: "unheard-of")) == .capabilityMissing)
    #expect(try skip(SampleClaim.make(runKind: .preview)) == .capabilityMissing)
    #expect(try skip(SampleClaim.make()) == nil)
    #expect(try skip(SampleClaim.make { $0.collection = nil }) == nil)
  }

  @Test func theJobHoldsAllThatTheConnectorNeeds() throws {
    let sealer = CredentialSealer(publicKey: key.publicKey)
    let claimed = try SampleClaim.make(parameters: ["seed": 5], filters: ["schemas": ["a"], "x": 1]) {
      let context = SealingContext($0.endpoint.id.lowercased, "password")
      $0.sealed["password"] = try sealer.seal("geheim", context: context)
    }
    guard case .ready(let prepared) = try preparation().prepare(claimed) else {
      Issue.record("the run was skipped")
      return
    }
    #expect(prepared.job.connection.credentials == ["password": "geheim"])
    #expect(prepared.job.connection.parameters == ["seed": 5])
    #expect(!prepared.job.connection.addressPolicy.allowsPrivateNetworks)
    #expect(prepared.job.schemas == ["a"])
    #expect(prepared.job.filters == ["x": 1])
    #expect(prepared.job.runID == claimed.run.id)
    #expect(prepared.job(attempt: 3, logger: prepared.job.logger).attempt == 3)
  }

  @Test func credentialsOfAnotherEndpointDoNotOpen() throws {
    let sealed = try CredentialSealer(publicKey: key.publicKey)
      .seal("geheim", context: SealingContext(UUID().lowercased, "password"))
    let failure = try #require(throws: RunFailure.self) {
      try preparation().prepare(SampleClaim.make { $0.sealed["password"] = sealed })
    }
    #expect(failure.code == "E_CONFIG_INVALID")
    #expect(failure.field == "password")
    #expect(!failure.message.contains(sealed) && !failure.message.contains("geheim"))
  }
}

extension SampleClaim {
  static func make(
    parameters: JSONValue, filters: JSONValue?, _ change: (inout ClaimedRun) throws -> Void
  ) throws -> ClaimedRun {
    var claimed = make(parameters: parameters, filters: filters)
    try change(&claimed)
    return claimed
  }
}
