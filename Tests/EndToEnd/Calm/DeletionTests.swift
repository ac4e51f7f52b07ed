import AMQP
import Contracts
import Foundation
import JSON
import Testing

extension EndToEnd.Calm {
  /// Deleting ends what was begun and keeps what has happened.
  @Suite struct Deletion {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func anEndpointGoesWithItsQueueAndRunsButKeepsItsHistory() async throws {
      let endpoint = try await platform.registerSynthetic("To be deleted", ["failure": "hang"])
      let running = try await platform.createCollection(of: endpoint, name: "first")
      let waiting = try await platform.createCollection(of: endpoint, name: "second")
      let queue = Queue.endpoint(try #require(UUID(uuidString: endpoint))).name
      try await platform.withBroker { broker in
        try await eventually("the endpoint has its queue") {
          (try? await broker.messageCount(of: queue)) != nil
        }
      }
      func trigger(_ collection: String) async throws -> String {
        try Platform.identifier(
          try await platform.api.value(Platform.triggerCollection, ["id": .string(collection)]))
      }
      let hanging = try await trigger(running)
      try await platform.await("RUNNING", of: hanging)
      // One run of an endpoint at a time: this one has to wait.
      let queued = try await trigger(waiting)
      #expect(try await platform.run(queued).status == "QUEUED")

      try await platform.deleteEndpoint(endpoint)
      let ended = try await platform.end(of: hanging, within: .seconds(5))
      #expect(ended.status == "FAILED")
      #expect(ended.errorCode == "E_RUN_CANCELLED")
      let skipped = try await platform.end(of: queued, within: .seconds(5))
      #expect(skipped.status == "SKIPPED")
      #expect(skipped.errorCode == nil)
      #expect(skipped.transitions.last?["reason"]?.stringValue?.hasPrefix("DELETED: ") == true)
      #expect(
        skipped.error.map { skipped.transitions.last?["reason"]?.stringValue?.hasSuffix(": \($0)") } == true)
      try await platform.withBroker { broker in
        try await eventually("the queue is gone") {
          do throws(AMQPError) {
            _ = try await broker.messageCount(of: queue)
            return false
          } catch {
            return error.code == .notFound
          }
        }
      }
      try await expectReadable(endpoint, runs: [hanging, queued])
      for document in [Platform.triggerEndpoint, "mutation ($id: ID!) { deleteEndpoint(id: $id) }"] {
        #expect(
          try await platform.api.send(document, ["id": .string(endpoint)]).code == "E_ENDPOINT_NOT_FOUND")
      }
      try await platform.expectInvariants()
    }

    private func expectReadable(_ endpoint: String, runs: Set<String>) async throws {
      let found = try await platform.api.value(
        "query ($id: ID!) { endpoint(id: $id) { isDeleted deletedAt runs(limit: 10) { id } } }",
        ["id": .string(endpoint)])
      #expect(found["isDeleted"] == true)
      #expect(found["deletedAt"]?.isNull == false)
      #expect(Set((found["runs"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }) == runs)
      let listed = try await platform.api.value("{ endpoints(first: 500) { id } }")
      #expect(listed.arrayValue?.contains { $0["id"]?.stringValue == endpoint } == false)
      let linked = try await platform.api.value(
        "query ($id: ID!) { collectionRun(id: $id) { endpoint { id isDeleted } collection { id } } }",
        ["id": .string(try #require(runs.first))])
      #expect(linked["endpoint"]?["isDeleted"] == true)
    }

    @Test func aDeletedCollectionLetsItsRunFinish() async throws {
      let endpoint = try await platform.registerSynthetic("Loses a collection", ["latencyMs": 2_000])
      let collection = try await platform.createCollection(of: endpoint, name: "short-lived")
      let run = try Platform.identifier(
        try await platform.api.value(Platform.triggerCollection, ["id": .string(collection)]))
      try await platform.await("RUNNING", of: run)
      let delete = "mutation ($id: ID!) { deleteCollection(id: $id) }"
      _ = try await platform.api.value(delete, ["id": .string(collection)])
      #expect(try await platform.end(of: run).status == "SUCCEEDED")
      for document in [delete, Platform.triggerCollection] {
        #expect(
          try await platform.api.send(document, ["id": .string(collection)]).code == "E_COLLECTION_NOT_FOUND")
      }
      try await platform.expectInvariants()
    }
  }
}
