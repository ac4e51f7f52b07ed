import AMQP
import Contracts
import Foundation
import JSON
import Testing

extension EndToEnd.Calm {
  /// Several executors, executors that stop, and messages that get lost on the way to them.
  @Suite struct Executors {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func twoExecutorsShareTheWorkAndDoNothingTwice() async throws {
      // Both are there before the queues are, so that neither gets all of them.
      try await platform.start(.executor(2))
      let endpoints = try await platform.registerSynthetics(50, ["latencyMs": 30])
      var runs: [String] = []
      for _ in 0..<2 {
        let triggered = try await platform.triggerAll(endpoints)
        for run in triggered { #expect(try await platform.end(of: run).status == "SUCCEEDED") }
        runs += triggered
      }
      let views = try await concurrently(runs) { try await platform.run($0) }
      #expect(views.allSatisfy { $0.attempt == 1 && $0.states == ["QUEUED", "RUNNING", "SUCCEEDED"] })
      #expect(Set(runs).count == 100)
      try await platform.expectInvariants()
      try await platform.end(.executor(2), with: SIGTERM)
    }

    @Test func anExecutorThatStopsHandsItsRunsOver() async throws {
      try await platform.startMissing()
      // Its time to let runs finish is set to be shorter than this run.
      try await platform.restart(.executor(), settings: ["NUCLEUS_SHUTDOWN_GRACE": "2"])
      let endpoint = try await platform.registerSynthetic("Handed over", ["latencyMs": 25_000])
      let run = try await platform.trigger(endpoint: endpoint)
      try await platform.await("RUNNING", of: run)
      // Whoever carries it on reads the endpoint anew, and need not take as long.
      let quick: JSONValue = ["config": ["templateId": "synthetic", "parameters": ["latencyMs": 100]]]
      _ = try await platform.api.value(
        "mutation ($id: ID!, $patch: EndpointPatch!) { updateEndpoint(id: $id, patch: $patch) { id } }",
        ["id": .string(endpoint), "patch": quick])
      let stopping = try #require(platform.pid(of: .executor()))
      try await platform.start(.executor(2))
      kill(stopping, SIGTERM)
      let ended = try await platform.end(of: run, within: .seconds(50))
      #expect(ended.status == "SUCCEEDED")
      #expect(ended.attempt == 1, "handing back costs no attempt")
      #expect(ended.executor?.hasPrefix("run-executor-2@") == true)
      #expect(
        ended.states == ["QUEUED", "RUNNING", "RUNNING", "RUNNING", "SUCCEEDED"], "\(ended.transitions)")
      try await platform.waitForCrash(of: .executor(), pid: stopping)
      try await platform.start(.executor())
      try await platform.end(.executor(2), with: SIGTERM)
      try await platform.expectInvariants()
    }

    @Test func aLostMessageIsSentAgain() async throws {
      let endpoint = try await platform.registerSynthetic("Loses its message")
      _ = try await platform.collect(endpoint)
      try await platform.end(.executor(), with: SIGTERM)
      let run = try await platform.trigger(endpoint: endpoint)
      let queue = Queue.endpoint(try #require(UUID(uuidString: endpoint))).name
      try await platform.withBroker { broker in
        try await eventually("the trigger is in the queue") { try await broker.messageCount(of: queue) > 0 }
        #expect(try await broker.purgeQueue(queue) > 0)
        try await eventually("the trigger is sent again") { try await broker.messageCount(of: queue) > 0 }
      }
      try await platform.start(.executor())
      let ended = try await platform.end(of: run)
      #expect(ended.status == "SUCCEEDED")
      #expect(ended.attempt == 1)
      try await platform.expectInvariants()
    }

    @Test func aDuplicatedMessageDoesNothing() async throws {
      let endpoint = try await platform.registerSynthetic("Gets it twice", ["latencyMs": 300])
      let run = try await platform.trigger(endpoint: endpoint)
      let body: JSONValue = ["runID": .string(run), "endpointID": .string(endpoint)]
      var properties = AMQPProperties()
      properties.type = MessageType.runTriggered.rawValue
      let message = AMQPMessage(body: body.encodedBytes, properties: properties)
      try await platform.withBroker { broker in
        for number in 0..<5 {
          var copy = message
          copy.properties.messageID = "copy \(number) of \(run)"
          try await broker.publish(copy, exchange: Exchange.triggers.rawValue, routingKey: endpoint)
        }
        let ended = try await platform.end(of: run)
        #expect(ended.states == ["QUEUED", "RUNNING", "SUCCEEDED"])
        let queue = Queue.endpoint(try #require(UUID(uuidString: endpoint))).name
        try await eventually("all copies are settled") { try await broker.messageCount(of: queue) == 0 }
      }
      #expect(try await platform.run(run).states == ["QUEUED", "RUNNING", "SUCCEEDED"])
      try await platform.expectInvariants()
    }
  }
}
