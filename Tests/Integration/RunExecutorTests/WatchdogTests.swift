import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import RunExecutor
import Storage
import TestSupport
import Testing

extension ExecutorTests {
  /// Consumers that are attached but deaf (R9).
  @Suite struct WatchdogTests {
    @Test func aConsumerThatTheBrokerHasForgottenIsRebuilt() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 1], collections: 2)
      let queue = Queue.endpoint(registered.endpoint.id).name
      try await Executor.with(platform, { $0.quickWatchdog() }) { _ in
        let before = try await platform.end(of: try await platform.trigger(registered, collection: 0))
        #expect(before.status == .succeeded)
        let consumer = try await platform.broker.consumers(of: queue)
        try await platform.broker.forgetConsumers(of: queue)
        let id = try await platform.trigger(registered, collection: 1)
        let after = try await platform.end(of: id, within: .seconds(8))
        #expect(after.status == .succeeded)
        #expect(after.attempt == 1)
        #expect(try await platform.transitions(of: id).count == 3)
        #expect(try await platform.broker.consumers(of: queue) != consumer)
      }
    }

    @Test func aQueueThatWasMadeAnewBeneathItsConsumerIsConsumedAgain() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 1], collections: 2)
      let queue = Queue.endpoint(registered.endpoint.id)
      try await Executor.with(platform, { $0.quickWatchdog() }) { _ in
        _ = try await platform.end(of: try await platform.trigger(registered, collection: 0))
        try await platform.client.deleteQueue(queue.name)
        try await platform.client.declare(queue)
        try await eventually("the new queue has its consumer") {
          try await !platform.broker.consumers(of: queue.name).isEmpty
        }
        let run = try await platform.end(of: try await platform.trigger(registered, collection: 1))
        #expect(run.status == .succeeded)
      }
    }

    @Test func aConsumerThatWaitsForASlotIsLeftAlone() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "hang"], collections: 3)
      let queue = Queue.endpoint(registered.endpoint.id).name
      try await Executor.with(
        platform,
        {
          $0.quickWatchdog()
          $0.drainTime = .milliseconds(100)
        }
      ) { _ in
        let running = try await platform.trigger(registered, collection: 0)
        try await eventually("the first run has started") {
          try await platform.run(running).status == .running
        }
        let consumer = try await platform.broker.consumers(of: queue)
        for index in 1...2 { try await platform.trigger(registered, collection: index) }
        // One in hand, one ready: overdue for several patiences by the time the last answer is read.
        try await eventually("the waiting run is overdue") {
          try await RunQueries.overdue(after: .seconds(5), of: "run-executor-1@test", in: platform.scheduler)[
            registered.endpoint.id] != nil
        }
        #expect(try await platform.client.messageCount(of: queue) == 1)
        #expect(try await platform.broker.consumers(of: queue) == consumer)
      }
      try await platform.delete(registered)
    }
  }
}

extension ExecutorConfiguration {
  fileprivate mutating func quickWatchdog() {
    watchdogInterval = .milliseconds(200)
    deafPatience = .seconds(1)
  }
}

extension PrivateBroker {
  /// The queue's consumers as the broker knows them: their channels and tags.
  fileprivate func consumers(of queue: String) async throws -> [Substring] {
    try await control("list_consumers", "queue_name", "channel_pid", "consumer_tag")
      .split(separator: "\n").filter { $0.contains(queue) }
  }

  /// Takes the consumers from a quorum queue without telling them, as a fault of the broker does: to their channels
  /// they are still subscribed.
  fileprivate func forgetConsumers(of queue: String) async throws {
    try await control(
      "eval",
      """
      {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"\(queue)">>)), \
      [{ok, _, _} = ra:process_command(amqqueue:get_pid(Q), \
      rabbit_fifo:make_checkout({element(2, C), element(1, C)}, cancel, #{})) || C <- rabbit_amqqueue:consumers(Q)].
      """)
  }
}
