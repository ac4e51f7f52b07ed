import Contracts
import Domain
import Foundation
import JSON
import Outbox
import Postgres
import RunExecutor
import Storage
import Testing

extension ExecutorTests {
  @Suite struct TriggerRouteTests {
    /// A run that was handed back while its endpoint went away must not be sent for ever.
    @Test func theTriggerOfADeletedEndpointIsLetGo() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 1])
      let route = TriggerRoute(database: platform.scheduler)
      let trigger = OutboxMessage(
        exchange: .triggers, routingKey: registered.endpoint.id.lowercased, isMandatory: true,
        type: .runTriggered, endpointID: registered.endpoint.id, body: "{}")
      #expect(try await route.repair(of: trigger) == .keep)
      try await platform.delete(registered)
      #expect(try await route.repair(of: trigger) == .drop)
    }
  }
}
