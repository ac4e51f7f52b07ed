import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import RunExecutor
import Storage
import Testing

extension ExecutorTests {
  @Suite struct ConcurrencyTests {
    @Test func duplicatesChangeNothing() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 2, "latencyMs": 300])
      let queue = Queue.endpoint(registered.endpoint.id).name
      try await Executor.with(platform) { _ in
        let id = try await platform.trigger(registered)
        for _ in 0..<5 { try await platform.publishTrigger(of: id, to: registered.endpoint.id) }
        #expect(try await platform.end(of: id).status == .succeeded)
        for _ in 0..<5 { try await platform.publishTrigger(of: id, to: registered.endpoint.id) }
        try await platform.publishTrigger(of: UUID(), to: registered.endpoint.id)
        try await eventually("all duplicates are gone") {
          try await platform.client.messageCount(of: queue) == 0
        }
        // A run after them shows that none of them holds a slot.
        #expect(try await platform.end(of: platform.trigger(registered)).status == .succeeded)
        #expect(
          try await platform.transitions(of: id) == ["- QUEUED 0", "QUEUED RUNNING 1", "RUNNING SUCCEEDED 1"])
        #expect(try await platform.client.messageCount(of: Queue.dead.name) == 0)
      }
    }

    @Test func poisonBlocksNobody() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 1])
      _ = try await platform.client.purgeQueue(Queue.dead.name)
      try await Executor.with(platform) { _ in
        let poison = Envelope(type: .runTriggered, appID: "test", body: [UInt8]("no json".utf8))
        try await platform.client.publish(
          poison, to: .triggers, routingKey: RoutingKey.trigger(endpoint: registered.endpoint.id),
          mandatory: true)
        #expect(try await platform.end(of: platform.trigger(registered)).status == .succeeded)
        try await eventually("the poison is a dead letter") {
          try await platform.client.messageCount(of: Queue.dead.name) == 1
        }
      }
      _ = try await platform.client.purgeQueue(Queue.dead.name)
    }

    @Test func twoExecutorsNeverRunOneRunTwice() async throws {
      let platform = try Platform.ofThisSuite
      var endpoints: [Registered] = []
      for index in 0..<6 {
        endpoints.append(
          try await platform.register(
            ["datasets": 1, "latencyMs": 20, "seed": .int(Int64(index)), "limits": ["maxConcurrentRuns": 4]],
            collections: 10))
      }
      try await Executor.with(platform, name: "run-executor-1@test") { _ in
        try await Executor.with(platform, name: "run-executor-2@test") { _ in
          var ids: [UUID] = []
          for endpoint in endpoints {
            for index in 0..<10 {
              let id = try await platform.trigger(endpoint, collection: index)
              try await platform.publishTrigger(of: id, to: endpoint.endpoint.id)
              ids.append(id)
            }
          }
          for id in ids {
            #expect(try await platform.end(of: id).status == .succeeded)
            #expect(
              try await platform.transitions(of: id) == [
                "- QUEUED 0", "QUEUED RUNNING 1", "RUNNING SUCCEEDED 1",
              ])
          }
        }
      }
    }

    @Test func anEndpointsLimitHolds() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(
        ["datasets": 1, "latencyMs": 100, "limits": ["maxConcurrentRuns": 2]], collections: 8)
      try await Executor.with(platform) { _ in
        var ids: [UUID] = []
        for index in 0..<8 { ids.append(try await platform.trigger(registered, collection: index)) }
        for id in ids { _ = try await platform.end(of: id) }
        // Sweep over the intervals of all runs: at most two overlap.
        var edges: [(at: Date, step: Int)] = []
        for id in ids {
          let run = try await platform.run(id)
          edges.append((try #require(run.startedAt), 1))
          edges.append((try #require(run.completedAt), -1))
        }
        var running = 0
        var most = 0
        for edge in edges.sorted(by: { ($0.at, $0.step) < ($1.at, $1.step) }) {
          running += edge.step
          most = max(most, running)
        }
        #expect(most == 2)
      }
    }

    @Test func moreEndpointsThanAConnectionHolds() async throws {
      let platform = try Platform.ofThisSuite
      try await Executor.with(platform, { $0.consumersPerConnection = 1 }) { _ in
        var endpoints: [Registered] = []
        for _ in 0..<4 { endpoints.append(try await platform.register(["datasets": 1])) }
        for endpoint in endpoints {
          #expect(try await platform.end(of: platform.trigger(endpoint)).status == .succeeded)
        }
      }
    }

    @Test func aHangingSourceEndsInItsTimeAndDisturbsNobody() async throws {
      let platform = try Platform.ofThisSuite
      var hanging: [UUID] = []
      let healthy = try await platform.register(["datasets": 1])
      try await Executor.with(platform) { _ in
        for _ in 0..<40 {
          let endpoint = try await platform.register(["failure": "hang", "limits": ["runTimeoutSeconds": 3]])
          hanging.append(try await platform.trigger(endpoint))
        }
        for _ in 0..<10 {
          let run = try await platform.end(of: platform.trigger(healthy), within: .seconds(2))
          #expect(run.status == .succeeded)
        }
        for id in hanging {
          let run = try await platform.end(of: id)
          #expect(run.status == .failed)
          #expect(run.errorCode == "E_RUN_TIMEOUT")
          let took = try #require(run.completedAt).timeIntervalSince(try #require(run.startedAt))
          // The time counts from the sending of the claim, which is before the start that the database recorded.
          #expect((2.0..<5).contains(took))
        }
      }
    }
  }
}
