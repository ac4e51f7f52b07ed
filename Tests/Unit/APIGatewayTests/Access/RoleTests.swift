import Contracts
import Domain
import GraphQL
import JSON
import OrderedCollections
import Testing

@testable import APIGateway

/// Every role at every root field, over HTTP (G2, S12).
@Suite struct RoleTests {
  private let commands = RecordingCommands { _ in .done(result: true) }

  @Test func opensEveryFieldToItsRoleAndThoseAbove() async throws {
    let schema = try GatewaySchema.load()
    let issuer = try TestIssuer()
    try await GatewayFixture.with(commands: commands, tokens: issuer.verifier) { gateway in
      var pairs = 0
      for role in Role.allCases {
        let token = try await issuer.token(role: role.rawValue.lowercased())
        for kind in [OperationType.query, .mutation] {
          for field in try #require(schema.rootType(of: kind)).fields.values {
            let operation = MinimalOperation(kind, field, in: schema)
            let answer = try await gateway.graphQL(
              operation.text, variables: .object(operation.variables), key: token)
            let type = kind == .query ? "Query" : "Mutation"
            let least = try #require(AccessTable.leastRole(for: type, field.name))
            #expect((answer.code == "E_ROLE_FORBIDDEN") == (role < least), "\(role) at \(field.name)")
            #expect(answer.status == 200, "\(field.name) answered \(answer.text)")
            pairs += 1
          }
        }
      }
      #expect(pairs == Role.allCases.count * (AccessTable.queries.count + AccessTable.mutations.count))
    }
  }

  @Test func sendsNothingForThoseWhoMayNot() async throws {
    let issuer = try TestIssuer()
    try await GatewayFixture.with(commands: commands, tokens: issuer.verifier) { gateway in
      let token = try await issuer.token(role: "viewer")
      let answer = try await gateway.graphQL(
        "mutation { deleteEndpoint(id: \"0198c0de-0000-7000-8000-000000000001\") }", key: token)
      #expect(answer.code == "E_ROLE_FORBIDDEN")
      #expect(answer.message?.contains("ADMIN") == true)
      #expect(answer.json["data"] == .null)
      #expect(commands.requests.isEmpty)
      // The audit log is told (S26).
      await commands.mailbox.waitUntilPosted(1)
      #expect(
        commands.mailbox.refusals == [
          RecordRefusal(
            mutation: "deleteEndpoint", objectID: "0198c0de-0000-7000-8000-000000000001",
            outcome: "E_ROLE_FORBIDDEN")
        ])
      #expect(commands.mailbox.posted.first?.actor?.role == "VIEWER")
    }
  }

  @Test func namesTheCallerInCommands() async throws {
    let issuer = try TestIssuer()
    try await GatewayFixture.with(commands: commands, tokens: issuer.verifier) { gateway in
      _ = try await gateway.graphQL(
        "mutation { deleteEndpoint(id: \"0198c0de-0000-7000-8000-000000000001\") }",
        headers: [("Idempotency-Key", "once")], key: issuer.token(role: "admin", subject: "grace"))
      let request = try #require(commands.requests.first)
      #expect(request.actor?.name == "grace")
      #expect(request.actor?.role == "ADMIN")
      #expect(request.actor?.address == "127.0.0.1")
      #expect(request.actor?.keyID.hasPrefix("jwt-") == true)
      #expect(request.id == "\(request.actor?.keyID ?? ""):once")
    }
  }

  @Test func saysWhatIsWrongWithAToken() async throws {
    let issuer = try TestIssuer()
    try await GatewayFixture.with(commands: commands, tokens: issuer.verifier) { gateway in
      let answer = try await gateway.graphQL("{ __typename }", key: issuer.token(role: "root"))
      #expect(answer.status == 401)
      #expect(answer.code == "E_AUTH_REQUIRED")
      #expect(answer.message?.contains("viewer, operator, admin") == true)
    }
  }
}
