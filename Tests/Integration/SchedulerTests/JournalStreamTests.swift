import AMQP
import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Storage
import TestSupport
import Testing

@testable import Scheduler

extension SchedulerServiceTests {
  /// What becomes of the index when the stream, a message of it or the scheduler that reads it is lost.
  @Suite struct JournalStreamTests {
    private let platform: SchedulerPlatform

    init() throws { platform = try SchedulerPlatform.ofThisSuite }

    @Test func aStreamThatIsMadeAnewIsReadFromItsBeginning() async throws {
      try await RunningScheduler.with(platform) { scheduler in
        let (_, collection) = try await platform.register("Lost stream")
        let before = try await platform.trigger(collection.id).result(as: Run.self)
        let listed = try await platform.journaled(before.id, ["run.triggered.v1", "run.queued.v1"])
        #expect(listed.allSatisfy { !$0.isGone })
        try await platform.client.deleteQueue(Queue.journalName)
        try await eventually("somebody makes the stream anew") {
          (try? await platform.client.messageCount(of: Queue.journalName)) != nil
        }
        let (_, other) = try await platform.register("New stream")
        let sent = ContinuousClock.now
        let after = try await platform.trigger(other.id).result(as: Run.self)
        let entries = try await platform.journaled(
          after.id, ["collection.trigger.v1", "run.triggered.v1", "run.queued.v1"])
        #expect(ContinuousClock.now - sent < .seconds(10))
        let place = try #require(entries.first?.place)
        #expect(entries.allSatisfy { !$0.isGone && $0.place.generation == place.generation })
        let kept = try await platform.journal(of: before.id)
        #expect(kept.map(\.place) == listed.map(\.place))
        #expect(kept.allSatisfy { $0.isGone && $0.place < place })
        // Those of the new stream alone are built anew, and so they are where part of the index was lost.
        try await platform.owner.execute(
          "delete from nucleus.journal_entry where (generation, stream_offset) > (\(place.generation), \(place.offset))"
        )
        let rebuild = JournalRebuild(
          client: scheduler.clients.journal, database: scheduler.pool, holder: "rebuild",
          progress: { _, _ in })
        _ = try await rebuild.run()
        #expect(try await platform.journal(of: before.id) == kept)
        let rebuilt = try await platform.journal(of: after.id)
        #expect(rebuilt.map(\.id) == entries.map(\.id))
        #expect(rebuilt.map(\.offset) == entries.map(\.offset) && rebuilt.allSatisfy { !$0.isGone })
        try await eventually("the totals are those of before") {
          try await JournalCompleteness.check(in: scheduler.pool).relayed == 0
        }
      }
    }

    /// It holds others where those lie that were indexed last.
    @Test func aStreamThatHasOutgrownTheOneBeforeIsToldByWhatItHolds() async throws {
      let (run, sent) = try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register("Outgrown")
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        return (
          run.id,
          try await platform.journaled(
            run.id, ["collection.trigger.v1", "run.triggered.v1", "run.queued.v1"])
        )
      }
      try await platform.owner.execute(
        """
        update nucleus.journal_entry set message_id = 'lost ' || message_id
        where generation = (select generation from nucleus.journal_position)
        """)
      try await RunningScheduler.with(platform) { _ in
        let generation = try #require(sent.last?.place.generation) + 1
        try await eventually("all are read again") {
          let fresh = try await platform.journal(of: run).filter { $0.place.generation == generation }
          return fresh.map(\.id) == sent.map(\.id) && fresh.allSatisfy { !$0.isGone }
        }
      }
    }

    @Test func anEmptyStreamLeavesTheIndexAsItIs() async throws {
      let before = try await platform.journal().map(\.place)
      try await platform.client.deleteQueue(Queue.journalName)
      try await platform.client.declare(.journal(JournalSettings().limits))
      // As the command does it, whose client makes no stream.
      let client = AMQPClient(configuration: platform.broker.configuration(), logger: .silent)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        defer { group.cancelAll() }
        try await client.waitUntilConnected()
        let rebuild = JournalRebuild(
          client: client, database: platform.owner, holder: "rebuild", patience: .milliseconds(300),
          progress: { _, _ in })
        #expect(try await rebuild.run() == 0)
        try await platform.client.deleteQueue(Queue.journalName)
        await #expect(throws: JournalRebuild.Failure.self) { try await rebuild.run() }
      }
      try await platform.client.declare(.journal(JournalSettings().limits))
      #expect(try await platform.journal().map(\.place) == before)
    }

    @Test func messagesThatAreKnownMakeNoNewStream() async throws {
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register("Known")
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        let known = try await platform.journaled(run.id, ["run.triggered.v1", "run.queued.v1"])
        #expect(try await JournalGeneration.isNew(by: known, in: platform.owner) == false)
        var other = try #require(known.last)
        other.messageID = UUID.v7().lowercased
        #expect(try await JournalGeneration.isNew(by: known + [other], in: platform.owner))
        // Nothing follows from what may have been forgotten.
        other.publishedAt = Date() - 86_400
        #expect(try await JournalGeneration.isNew(by: known + [other], in: platform.owner) == false)
      }
    }

    @Test func aMessageThatTheDatabaseRefusesStopsNoOther() async throws {
      try await platform.owner.execute(
        "update nucleus.journal_position set holder = 'writer', held_until = clock_timestamp() + interval '1 min'"
      )
      let position = try #require(
        try await JournalIndex.take(for: "writer", during: .seconds(60), in: platform.owner))
      #expect(try await JournalGeneration.begin(after: position.generation, by: "writer", in: platform.owner))
      let start = JournalPlace(generation: position.generation + 1, offset: 0)
      let entries = (0..<10).map { offset in
        JournalEntry(
          place: JournalPlace(generation: start.generation, offset: offset),
          messageID: "refused \(start.generation) \(offset)", type: offset == 6 ? "a\0b" : "run.queued.v1",
          exchange: "nucleus.events", routingKey: "", publishedAt: Date(), sender: "",
          causationID: offset == 3 ? String(UUID().uuidString.shuffled()) + Self.incompressible : nil)
      }
      let writer = JournalWriter(database: platform.owner, holder: "writer", ttl: .seconds(60))
      #expect(try await writer.record(entries, from: start, to: 10))
      let written = try await platform.journal().filter { $0.place >= start }
      #expect(written.map(\.offset) == Array(0..<10))
      #expect(written.filter { $0.type == "unreadable" }.map(\.offset) == [3, 6])
      #expect(
        try await JournalIndex.readable(
          before: JournalPlace(generation: start.generation, offset: 10), overlap: 8, in: platform.owner) == 7
      )
      // The stream that is there goes on in a generation of its own.
      #expect(try await JournalGeneration.begin(after: start.generation, by: "writer", in: platform.owner))
      try await JournalIndex.release("writer", in: platform.owner)
    }

    @Test func anotherSchedulerGoesOnWhereOneDied() async throws {
      try await platform.owner.execute(
        """
        update nucleus.journal_position
        set holder = 'dead', held_until = clock_timestamp() + \(JournalIndexer.ttl.components.seconds) * interval '1 second'
        """)
      let death = ContinuousClock.now
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register("Taken over")
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        _ = try await platform.journaled(
          run.id, ["collection.trigger.v1", "run.triggered.v1", "run.queued.v1"])
      }
      #expect(ContinuousClock.now - death < .seconds(9))
    }

    /// More than a page of an index holds, however it is packed.
    private static let incompressible: String = {
      var random = SeededGenerator(seed: 14)
      return String(
        (0..<4_000).compactMap { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement(using: &random) })
    }()
  }
}
