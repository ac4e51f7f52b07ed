import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import Storage
import TestSupport
import Testing

@testable import Scheduler

extension SchedulerServiceTests {
  @Suite struct ReplayTests {
    private let platform: SchedulerPlatform

    init() throws { platform = try SchedulerPlatform.ofThisSuite }

    private func entry(_ run: UUID, _ type: String) async throws -> JournalEntry {
      try await eventually("the journal has \(type)") {
        try await find(run, type) != nil
      }
      return try #require(try await find(run, type))
    }

    private func find(_ run: UUID, _ type: String) async throws -> JournalEntry? {
      try await JournalQueries.messages(ofRuns: [run], in: platform.owner)[run]?.first { $0.type == type }
    }

    private func end(_ run: UUID) async throws {
      _ = try await platform.gateway.send(CancelRun(runID: run, requestedBy: "test"))
    }

    private func rename(_ id: String, to other: String) async throws {
      try await platform.owner.execute(
        "update nucleus.journal_entry set message_id = \(other) where message_id = \(id)")
    }

    @Test func aRunIsMadeAnewWithItsInputOrAnother() async throws {
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register("Replayed")
        let first = try await platform.gateway.send(
          TriggerCollection(
            collectionID: collection.id, requestedBy: "test", filters: ["a": 1], schemaOverride: ["x"])
        ).result(as: Run.self)
        let early = try await platform.gateway.send(ReplayRun(runID: first.id, requestedBy: "op"))
        #expect(early.refusal?.code == .collectionInProgress)
        #expect(early.refusal?.runID == first.id)
        try await end(first.id)
        let again = try await platform.gateway.send(ReplayRun(runID: first.id, requestedBy: "op"))
          .result(as: Run.self)
        #expect(again.replayOf == first.id && again.trigger == .replay && again.requestedBy == "op")
        #expect(again.filters?["a"] == 1 && again.filters?["schemas"] == ["x"])
        try await end(again.id)
        let edited = try await platform.gateway.send(
          ReplayRun(runID: first.id, requestedBy: "op", filters: .set(["b": 2]), schemaOverride: ["y"])
        ).result(as: Run.self)
        // Objects are equal when their members stand in one order, which the database does not keep.
        #expect(edited.filters?["b"] == 2 && edited.filters?["schemas"] == ["y"])
        #expect(edited.filters?.objectValue?.count == 2)
        try await end(edited.id)
        let unknown = try await platform.gateway.send(ReplayRun(runID: .v7(), requestedBy: "op"))
        #expect(unknown.refusal?.code == .runNotFound)
      }
    }

    @Test func aTriggerIsPutBackIntoItsQueueAndMarked() async throws {
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register("Put back")
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        let trigger = try await entry(run.id, "run.triggered.v1")
        let replayed = try await platform.gateway.send(
          ReplayMessage(messageID: trigger.id, requestedBy: "admin")
        ).result(as: ReplayedMessage.self)
        #expect(replayed.replayOf == trigger.messageID && replayed.id != trigger.id)
        try await eventually("both are in the queue") { await platform.queueLength(endpoint.id) == 2 }
        try await eventually("the journal shows it") {
          let entry = try await JournalQueries.find([replayed.id], in: platform.owner)[replayed.id]
          return entry?.replayOf == trigger.id && entry?.causationID == trigger.id
            && entry?.exchange == "nucleus.triggers" && entry?.runID == run.id
        }
      }
    }

    @Test func aCommandIsCarriedOutAgainInTheCallersName() async throws {
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register("Commanded")
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        let command = try await entry(run.id, "collection.trigger.v1")
        try await end(run.id)
        _ = try await platform.gateway.send(
          ReplayMessage(messageID: command.id, requestedBy: "admin")
        ).result(as: ReplayedMessage.self)
        let second: SQL = """
          select count(*)::int8 from nucleus.run
          where collection_id = \(collection.id) and id <> \(run.id) and requested_by = 'admin'
          """
        try await eventually("a second run is made") { try await platform.count(second) == 1 }
      }
    }

    @Test func whatCannotBePutBackIsRefusedInWords() async throws {
      try await RunningScheduler.with(platform) { _ in
        let unknown = try await platform.gateway.send(
          ReplayMessage(messageID: "nothing", requestedBy: "admin"))
        #expect(unknown.refusal?.code == .messageNotFound)
        try await platform.owner.execute(
          """
          insert into nucleus.journal_entry (stream_offset, message_id, type, exchange, routing_key, published_at, sender)
          values (-1, 'dead one', 'run.triggered.v1', 'nucleus.dead', '', now(), ''),
                 (-2, 'gone one', 'run.triggered.v1', 'nucleus.triggers', 'x', now(), ''),
                 (-3, 'odd one', 'run.exploded.v9', 'nucleus.triggers', 'x', now(), '')
          """)
        for id in ["dead:dead one", "gone one", "odd one"] {
          let reply = try await platform.gateway.send(ReplayMessage(messageID: id, requestedBy: "admin"))
          #expect(reply.refusal?.code == .invalidInput && reply.refusal?.field == "id", "\(id)")
        }
        try await platform.owner.execute("delete from nucleus.journal_entry where stream_offset < 0")
      }
    }

    /// The index may name a message at a place where by now another one lies.
    @Test func anotherMessageAtThePlaceIsNotPutBack() async throws {
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register("Stale")
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        let trigger = try await entry(run.id, "run.triggered.v1")
        try await rename(trigger.messageID, to: "stale one")
        let reply = try await platform.gateway.send(
          ReplayMessage(messageID: "stale one", requestedBy: "admin"))
        try await rename("stale one", to: trigger.messageID)
        #expect(reply.refusal?.field == "id")
        #expect(reply.refusal?.message.contains("let go") == true)
      }
    }

    @Test func aSpanIsCountedBeforeItIsPutBack() async throws {
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register("A span")
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        let trigger = try await entry(run.id, "run.triggered.v1")
        var command = ReplayMessages(
          endpointID: endpoint.id, from: trigger.publishedAt - 60, to: Date(),
          messageType: "run.triggered.v1", requestedBy: "admin")
        // Another one, which the stream does not hold as the index has it.
        let other = try await platform.gateway.send(
          ReplayMessage(messageID: trigger.id, requestedBy: "admin")
        ).result(as: ReplayedMessage.self)
        try await eventually("the journal has both") {
          try await JournalQueries.find([other.id], in: platform.owner)[other.id] != nil
        }
        try await rename(other.id, to: "let go")
        command.to = Date()
        let counted = try await platform.gateway.send(command).result(as: ReplayedMessages.self)
        #expect(counted == ReplayedMessages(count: 1, replayed: 0, unavailable: 1))
        command.expectedCount = 2
        #expect(try await platform.gateway.send(command).refusal?.field == "expectedCount")
        command.expectedCount = 1
        let replayed = try await platform.gateway.send(command).result(as: ReplayedMessages.self)
        #expect(replayed == ReplayedMessages(count: 1, replayed: 1, unavailable: 1))
        try await eventually("all three are in the queue") { await platform.queueLength(endpoint.id) == 3 }
        try await rename("let go", to: other.id)
        command.to = Date() + 60
        #expect(try await platform.gateway.send(command).refusal?.field == "to")
      }
    }
  }
}
