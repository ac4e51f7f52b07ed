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
  @Suite struct JournalTests {
    private let platform: SchedulerPlatform

    init() throws { platform = try SchedulerPlatform.ofThisSuite }

    @Test func theMessagesOfARunAreFoundWithCauseAndEffectAndRead() async throws {
      try await RunningScheduler.with(platform) { scheduler in
        let (endpoint, collection) = try await platform.register("Journaled")
        let command = UUID.v7().lowercased
        let run = try await platform.trigger(collection.id, id: command).result(as: Run.self)
        let entries = try await platform.journaled(
          run.id, ["collection.trigger.v1", "run.triggered.v1", "run.queued.v1"])
        #expect(entries.map(\.offset) == entries.map(\.offset).sorted())
        let cause = try #require(entries.first { $0.type == "collection.trigger.v1" })
        #expect(cause.id == command)
        #expect(cause.exchange == "nucleus.commands")
        let trigger = try #require(entries.first { $0.type == "run.triggered.v1" })
        #expect(trigger.exchange == "nucleus.triggers")
        #expect(trigger.routingKey == endpoint.id.lowercased)
        #expect(trigger.causationID == command)
        let effects = try await JournalQueries.effects(of: [command], in: platform.owner)[command]
        #expect(Set((effects ?? []).map(\.type)).isSuperset(of: ["run.triggered.v1", "run.queued.v1"]))

        let read = await JournalReader(client: scheduler.clients.journal).messages(
          at: entries.map { .init(offset: $0.offset, messageID: $0.messageID) }, within: .seconds(5))
        guard case .found(let message) = read[trigger.offset] else {
          Issue.record("the trigger cannot be read")
          return
        }
        #expect(try Envelope(message).decode(RunTriggered.self).runID == run.id)

        let filters: [(JournalQueries.Filter, Bool)] = [
          (.init(runID: run.id), true), (.init(endpointID: endpoint.id), true),
          (.init(endpointID: endpoint.id, type: "run.triggered.v1"), true),
          (.init(endpointID: endpoint.id, from: trigger.publishedAt, to: trigger.publishedAt + 1), true),
          (.init(endpointID: endpoint.id, from: trigger.publishedAt + 600), false),
          (.init(endpointID: endpoint.id, to: trigger.publishedAt - 600), false),
        ]
        for (filter, isFound) in filters {
          let found = try await JournalQueries.list(filter, first: 500, in: platform.owner)
          #expect(found.contains { $0.id == trigger.id } == isFound, "\(filter)")
        }
      }
    }

    @Test func theIndexIsWrittenByOneAndBuiltAnewTheSame() async throws {
      try await RunningScheduler.with(platform) { first in
        try await RunningScheduler.with(platform) { _ in
          let (_, collection) = try await platform.register("Indexed twice")
          let run = try await platform.trigger(collection.id).result(as: Run.self)
          _ = try await platform.journaled(run.id, ["run.triggered.v1", "run.queued.v1"])
        }
        let before = try await platform.journal()
        let rebuild = JournalRebuild(
          client: first.clients.journal, database: first.pool, holder: "rebuild", progress: { _, _ in })
        let count = try await rebuild.run()
        #expect(count > 0)
        let after = try await platform.journal()
        #expect(Array(after.prefix(before.count)) == before)
        let held = try await platform.owner.query("select holder from nucleus.journal_position").first
        #expect(try held?.decode("holder", as: String?.self) != "rebuild")
      }
    }

    @Test func aMessageThatTheJournalLacksIsCounted() async throws {
      try await RunningScheduler.with(platform) { scheduler in
        try await platform.forgetLosses()
        #expect(
          try await JournalCompleteness.check(in: scheduler.pool)
            == JournalCompleteness.Report(relayed: 0, commands: 0))
        // As if the broker had confirmed a message and lost it, a few minutes ago.
        let minute = Int64(Date().timeIntervalSince1970 / 60) - 30
        try await platform.owner.execute(
          """
          insert into nucleus.journal_published (minute, publisher, messages, digest)
          values (\(minute), 'lost', 2, 7)
          """)
        #expect(try await JournalCompleteness.check(in: scheduler.pool).relayed == 2)
        // The same number of other messages is not the same.
        try await platform.owner.execute(
          """
          insert into nucleus.journal_minute (minute, first_offset, last_offset, messages, digest)
          values (\(minute), 0, 1, 2, 8)
          """)
        #expect(try await JournalCompleteness.check(in: scheduler.pool).relayed == 1)
        try await platform.owner.execute("delete from nucleus.journal_published where publisher = 'lost'")
        try await platform.owner.execute("delete from nucleus.journal_minute where minute = \(minute)")
        // A command with a long id, of a time when the journal was there.
        try await platform.owner.execute(
          "update nucleus.journal_position set commands_from = clock_timestamp() - interval '1 hour'")
        let lost = String(repeating: "k", count: 250) + " lost"
        try await platform.owner.execute(
          """
          insert into nucleus.command_log (command_id, received_at)
          values (\(lost), clock_timestamp() - interval '15 s')
          """)
        for _ in 0..<2 { #expect(try await JournalCompleteness.check(in: scheduler.pool).commands == 1) }
        try await platform.owner.execute(
          """
          insert into nucleus.journal_entry (stream_offset, message_id, type, exchange, routing_key, published_at, sender)
          values (-9, \(lost), 'collection.trigger.v1', 'nucleus.commands', '', now(), '')
          """)
        #expect(try await JournalCompleteness.check(in: scheduler.pool).commands == 0)
        try await platform.owner.execute("delete from nucleus.command_log where command_id = \(lost)")
        try await platform.owner.execute("delete from nucleus.journal_entry where stream_offset = -9")
      }
    }

    @Test func aTriggerGoesItsWayWhileTheJournalIsGone() async throws {
      try await RunningScheduler.with(platform) { scheduler in
        let (endpoint, collection) = try await platform.register("Unjournaled")
        let binding = AMQPBinding(
          queue: Queue.journalName, exchange: Exchange.journal.rawValue, routingKey: "")
        try await platform.client.unbind(binding)
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        try await eventually("the trigger reaches its queue") { await platform.queueLength(endpoint.id) == 1 }
        let waiting: SQL = """
          select count(*)::int8 from nucleus.outbox where journal_of is not null and run_id = \(run.id)
          """
        try await eventually("its copy waits") { try await platform.count(waiting) == 1 }
        try await platform.client.declare(binding)
        _ = try await platform.journaled(run.id, ["run.triggered.v1"])
        try await eventually("its copy is gone") { try await platform.count(waiting) == 0 }
        #expect(await platform.queueLength(endpoint.id) == 1)
      }
    }

    /// The broker confirms nothing that goes to the stream: neither copies nor events.
    @Test func triggersGoTheirWayWhileTheJournalAnswersNothing() async throws {
      try await RunningScheduler.with(platform) { _ in
        var subjects: [(endpoint: UUID, collection: UUID)] = []
        for number in 1...2 {
          let (endpoint, collection) = try await platform.register("Unanswered \(number)")
          try await eventually("the queue is declared") { await platform.queueLength(endpoint.id) != nil }
          subjects.append((endpoint.id, collection.id))
        }
        try await platform.broker.suspend(stream: Queue.journalName)
        try await withThrowingTaskGroup(of: Void.self) { group in
          let triggers: SQL = "select count(*)::int8 from nucleus.outbox where exchange = 'nucleus.triggers'"
          for (number, subject) in subjects.enumerated() {
            // The sender's confirm waits for the stream as well.
            group.addTask { _ = try await platform.trigger(subject.collection) }
            let runs: SQL =
              "select count(*)::int8 from nucleus.run where collection_id = \(subject.collection)"
            try await eventually("its run is there") { try await platform.count(runs) == 1 }
            let made = ContinuousClock.now
            try await eventually("the trigger reaches its queue") {
              await platform.queueLength(subject.endpoint) == 1
            }
            try await eventually("the relay is done with it") { try await platform.count(triggers) == 0 }
            // The first one finds out, which takes three seconds; those after it do not wait.
            if number > 0 { #expect(ContinuousClock.now - made < .milliseconds(2_800)) }
          }
          try await platform.broker.resume(stream: Queue.journalName)
          try await group.waitForAll()
        }
        try await eventually("the journal takes what waited") { try await platform.hasEmptyOutbox }
        let runs = try await platform.owner.query(
          "select id from nucleus.run where collection_id = any(\(subjects.map(\.collection)))")
        for run in runs {
          _ = try await platform.journaled(
            try run.decode("id"), ["collection.trigger.v1", "run.triggered.v1", "run.queued.v1"])
        }
        #expect(runs.count == 2)
      }
    }
  }
}
