import AMQP
import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Storage
import Testing

extension SchedulerServiceTests {
  @Suite struct APIKeyTests {
    private static func command(_ name: String) -> CreateAPIKey {
      let digest = (0..<32).map { _ in String(UInt8.random(in: 16 ... .max), radix: 16) }.joined()
      return CreateAPIKey(id: .v7(), requestedBy: "admin", name: name, role: "VIEWER", digest: digest)
    }

    @Test func isMadeAndRevokedWithEvents() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let events = EventRecorder()
        try await events.record(from: platform.client)
        let command = Self.command("Dashboard")
        let key = try await platform.gateway.send(command).result(as: APIKey.self)
        #expect(key.id == command.id && key.name == "Dashboard" && key.role == .viewer)
        let again = RevokeAPIKey(id: key.id, requestedBy: "admin")
        let revoked = try await platform.gateway.send(again).result(as: APIKey.self)
        #expect(revoked.revokedAt != nil)
        #expect(try await platform.gateway.send(again).result(as: APIKey.self) == revoked)
        try await eventually("the gateways are told") {
          events.routingKeys.filter { $0.hasSuffix(key.id.lowercased) } == [
            "api-key.created.\(key.id.lowercased)", "api-key.revoked.\(key.id.lowercased)",
            "api-key.revoked.\(key.id.lowercased)",
          ]
        }
      }
    }

    @Test func aRepetitionAnswersTheFirstKey() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let id = "key:\(UUID.v7())"
        let first = Self.command("Twice")
        let second = Self.command("Twice")
        for command in [first, second] {
          let key = try await platform.gateway.send(command, id: id).result(as: APIKey.self)
          #expect(key.id == first.id)
        }
        let stored = try await APIKeyQueries.credentials([first.id, second.id], in: platform.owner)
        #expect(Array(stored.keys) == [first.id])
      }
    }

    @Test func refusesWhatCannotBe() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let revocation = RevokeAPIKey(id: .v7(), requestedBy: "admin")
        let unknown = try await platform.gateway.send(revocation).refusal
        #expect(unknown?.code == .invalidInput && unknown?.field == "id")
        var late = Self.command("Late")
        late.expiresAt = Date().addingTimeInterval(-1)
        #expect(try await platform.gateway.send(late).refusal?.field == "expiresAt")
      }
    }

    @Test func usesAreNotedWithoutAnAnswer() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let key = try await platform.gateway.send(Self.command("Used")).result(as: APIKey.self)
        let at = Date(timeIntervalSince1970: 1_700_000_000)
        let touch = TouchAPIKeys(uses: [.init(id: key.id, at: at)])
        let note = Envelope(type: .apiKeyTouch, appID: "test", body: try MessageCodec.encode(touch))
        try await platform.client.publish(
          note, to: .commands, routingKey: RoutingKey.scheduler, mandatory: true)
        try await eventually("the use is noted") {
          try await APIKeyQueries.list(in: platform.owner).first { $0.id == key.id }?.lastUsedAt == at
        }
        let logged: SQL =
          "select count(*)::int8 from nucleus.command_log where command_id = \(note.messageID)"
        #expect(try await platform.count(logged) == 0)
      }
    }
  }
}
