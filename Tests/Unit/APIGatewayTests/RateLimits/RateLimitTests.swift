import Contracts
import Domain
import Foundation
import JSON
import NIOHTTP1
import Testing

@testable import APIGateway

/// Who asks too much is told when to come back, and others notice nothing (S21).
@Suite struct RateLimitTests {
  private let commands = RecordingCommands { _ in .done(result: ["ok": true, "diagnostics": []]) }

  private func expectRefusal(_ answer: GatewayFixture.Answer) {
    #expect(answer.status == 429)
    #expect(answer.code == "E_RATE_LIMITED")
    #expect(answer.headers.first(name: "Retry-After").flatMap { Int($0) }.map { $0 >= 1 } == true)
  }

  @Test func limitsTheRequestsOfAKey() async throws {
    let issuer = try TestIssuer()
    let rates = RateLimits.Rates(requests: 0.01)
    try await GatewayFixture.with(commands: commands, rates: rates, tokens: issuer.verifier) { gateway in
      let (one, other) = (
        try await issuer.token(role: "viewer", subject: "a"),
        try await issuer.token(role: "viewer", subject: "b")
      )
      #expect(try await gateway.graphQL("{ __typename }", key: one).status == 200)
      expectRefusal(try await gateway.graphQL("{ __typename }", key: one))
      #expect(try await gateway.graphQL("{ __typename }", key: other).status == 200)
    }
  }

  private let test = "testEndpoint(input: {templateId: \"synthetic\", type: \"x\", connection: {}}) { ok }"

  /// An alias does not make an expensive mutation cheaper.
  @Test func countsExpensiveMutationsThroughAliasesAndFragments() async throws {
    // None comes back in the time of this test.
    var rates = RateLimits.Rates()
    rates.expensive = TokenBucket.Rate(perSecond: 0.01, burst: 3)
    try await GatewayFixture.with(commands: commands, rates: rates) { gateway in
      let spread = try await gateway.graphQL(
        "mutation { a: \(test) ...f } fragment f on Mutation { b: \(test) ... { c: \(test) } }")
      #expect(spread.status == 200)
      #expect(commands.requests.count == 3)
      expectRefusal(try await gateway.graphQL("mutation { \(test) }"))
      #expect(commands.requests.count == 3)
      #expect(try await gateway.graphQL("{ __typename }").status == 200)
    }
  }

  @Test func limitsStrangersButNotThoseBesideThem() async throws {
    let rates = RateLimits.Rates(strangers: 0.01)
    try await GatewayFixture.with(commands: commands, rates: rates) { gateway in
      #expect(try await gateway.graphQL("{ __typename }", key: "wrong").status == 401)
      expectRefusal(try await gateway.graphQL("{ __typename }", key: "wrong"))
      expectRefusal(
        try await gateway.send(
          .POST, "/session", headers: [("Content-Type", "application/json")], key: nil,
          body: #"{"key":"wrong"}"#))
      #expect(try await gateway.graphQL("{ __typename }").status == 200)
    }
  }
}
