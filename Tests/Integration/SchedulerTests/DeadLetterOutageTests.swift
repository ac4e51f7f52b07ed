import AMQP
import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Storage
import TestSupport
import Testing

extension SchedulerServiceTests {
  /// The way to the dead letters is broken: nothing is lost, and good messages go on.
  @Suite struct DeadLetterOutageTests {
    /// A full queue refuses; a scheduler files past it. One that nobody consumes from is given a bound of nothing.
    @Test func aFullQueueOfDeadLettersLosesNothing() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await platform.broker.control(
        "set_policy", "full", #"^nucleus\.dead$"#, #"{"max-length":0,"overflow":"reject-publish"}"#)
      try await RunningScheduler.with(platform) { scheduler in
        let publisher = try DeadLetterSample.publisher(platform)
        for number in 0..<20 {
          try publisher.publish(
            DeadLetterSample.command(from: "full \(number)"), exchange: "nucleus.commands",
            routingKey: "scheduler")
        }
        let (_, collection) = try await platform.register("While it is full")
        #expect(try await platform.trigger(collection.id).refusal == nil)
        for number in 0..<20 { _ = try await DeadLetterSample.letter(from: "full \(number)", platform) }
      }
      try await platform.broker.control("clear_policy", "full")
    }

    /// Its consumer makes it anew, and what could not be put there meanwhile comes again.
    @Test func aMissingQueueOfDeadLettersComesBack() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { scheduler in
        try await scheduler.client.waitUntilConnected()
        try await platform.client.deleteQueue(Queue.dead.name)
        try DeadLetterSample.publisher(platform).publish(
          DeadLetterSample.command(from: "missing"), exchange: "nucleus.commands", routingKey: "scheduler")
        _ = try await DeadLetterSample.letter(from: "missing", platform)
        try await eventually("the queue is back") {
          (try? await platform.client.messageCount(of: Queue.dead.name)) != nil
        }
      }
    }

    /// A process without a way past the broker: the delivery goes back after pauses, is held before its queue would drop
    /// it, and is put away once there is room. Others in the queue go on meanwhile.
    @Test func aDeliveryThatCannotBePutAwayIsKept() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      // No scheduler runs: what is put away stays in its queue.
      try await platform.client.declare(Queue.dead)
      try await platform.client.declare(Queue.requests)
      try await platform.client.deleteQueue(Queue.dead.name)
      let office = DeadLetterOffice(client: platform.client, logger: .silent)
      let seen = SeenBodies()
      let consumer = try await platform.client.consume(queue: Queue.requests.name, prefetch: 2) { delivery in
        seen.note(delivery.message.body)
        guard delivery.message.body == [1] else { return await delivery.ack() }
        await office.file(delivery, from: Queue.requests.name, EnvelopeError(reason: "no type"))
      }
      for body in [[1], [2], [3]] as [[UInt8]] {
        try await platform.client.publish(
          AMQPMessage(body: body), exchange: Exchange.requests.rawValue, routingKey: RoutingKey.executor)
      }
      try await eventually("the good ones have been handled") {
        seen.count(of: [2]) == 1 && seen.count(of: [3]) == 1
      }
      try await eventually("the poison one has come back") { seen.count(of: [1]) >= 2 }
      // With pauses between them, a second holds few deliveries.
      #expect(seen.count(of: [1]) < 8)
      try await platform.client.declare(Queue.dead)
      try await eventually("it is put away") {
        try await platform.client.messageCount(of: Queue.dead.name) == 1
      }
      await consumer.cancel()
      #expect(try await platform.client.messageCount(of: Queue.requests.name) == 0)
      try await RunningScheduler.with(platform) { _ in
        try await eventually("it is filed") {
          try await platform.count(
            "select count(*)::int8 from nucleus.dead_letter where queue = \(Queue.requests.name) and body = '\\x01'"
          ) == 1
        }
      }
    }

    /// The broker keeps what a queue with dead-lettering of its own gives up, and looks for a place every three minutes.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["NUCLEUS_TEST_SOAK"] != nil))
    func anEndpointsQueueKeepsWhatCannotBePutAway() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let endpoint = UUID.v7()
      let queue = Queue.endpoint(endpoint)
      try await platform.client.declare(queue)
      try await platform.client.declare(Queue.dead)
      try await platform.client.deleteQueue(Queue.dead.name)
      let office = DeadLetterOffice(client: platform.client, logger: .silent)
      let seen = SeenBodies()
      let consumer = try await platform.client.consume(queue: queue.name, prefetch: 1) { delivery in
        seen.note(delivery.message.body)
        guard delivery.message.body == [1] else { return await delivery.ack() }
        await office.file(delivery, from: queue.name, EnvelopeError(reason: "no type"))
      }
      for body in [[1], [2]] as [[UInt8]] {
        try await platform.client.publish(
          AMQPMessage(body: body), exchange: Exchange.triggers.rawValue,
          routingKey: RoutingKey.trigger(endpoint: endpoint))
      }
      try await eventually("the good one has been handled") { seen.count(of: [2]) == 1 }
      #expect(seen.count(of: [1]) == 1)
      try await RunningScheduler.with(platform) { _ in
        try await eventually(within: .seconds(240), "it is filed with a reason") {
          try await platform.count(
            """
            select count(*)::int8 from nucleus.dead_letter
            where endpoint_id = \(endpoint) and reason = 'MALFORMED' and words = 'no message_id'
            """) == 1
        }
      }
      await consumer.cancel()
      try await platform.client.deleteQueue(queue.name)
    }
  }
}
