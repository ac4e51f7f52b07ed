import Contracts
import Domain
import Foundation
import Postgres
import Scheduler
import Storage
import TestSupport
import Testing

extension SchedulerServiceTests {
  /// Decisions about many dead letters, and what is done for those that nobody asks about.
  @Suite struct DeadLetterUpkeepTests {
    /// Those that cannot be sent again do not stand in front of those that can, however many they are.
    @Test func whatCannotBeSentAgainHidesNothing() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let queue = Queue.endpoint(UUID.v7()).name
      try await platform.owner.execute(
        """
        insert into nucleus.dead_letter (digest, queue, reason, words, type, exchange, routing_key, headers, body,
          body_size, is_text, was_answered)
        select sha256(convert_to(n::text, 'UTF8')), \(queue), 'REJECTED', 'x', 'hidden.test.v9',
          case when n % 4 > 0 then (array['nucleus.triggers', 'nucleus.commands', 'nucleus.commands'])[n % 4] end,
          case when n % 4 > 0 then 'somewhere' end, '{}', '', case n % 4 when 3 then 2000000 else 0 end, true, n % 4 = 2
        from generate_series(1, 6000) as n
        """)
      try await platform.owner.execute(
        """
        insert into nucleus.dead_letter (digest, queue, reason, words, type, exchange, routing_key, headers, body,
          body_size, is_text)
        select sha256(convert_to(n::text, 'UTF8')), \(queue), 'REJECTED', 'x', 'hidden.test.v9', 'nucleus.events', 'nobody', '{}', '{}', 2, true
        from generate_series(1, 501) as n
        """)
      try await RunningScheduler.with(platform) { _ in
        var outcomes: [BulkOutcome] = []
        repeat {
          outcomes.append(
            try await platform.gateway.send(
              RedriveDeadLetters(requestedBy: "Ada", filter: .init(queue: queue))
            ).result(as: BulkOutcome.self))
        } while outcomes.last?.done != 0
        #expect(
          outcomes == [
            BulkOutcome(done: 500, refused: 6_000, remaining: 1),
            BulkOutcome(done: 1, refused: 6_000, remaining: 0),
            BulkOutcome(done: 0, refused: 6_000, remaining: 0),
          ])
        let ids = try await platform.count(
          """
          select sum(jsonb_array_length(after::jsonb->'ids'))::int8 from nucleus.audit_entry
          where action = 'dead-letters.redrive.v1' and after::jsonb->>'queue' = \(queue)
          """)
        #expect(ids == 501)
      }
      try await platform.owner.execute(
        "delete from nucleus.dead_letter where queue = \(queue) and status = 'WAITING'")
    }

    /// A copy that the journal has missed, since whoever filed the dead letter died, is made up for.
    @Test func theJournalGetsTheCopiesThatItHasMissed() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let message = UUID.v7().lowercased
      try await platform.owner.execute(
        """
        insert into nucleus.dead_letter (at, digest, queue, reason, words, message_id, type, headers, body, body_size,
          is_text)
        values (now() - interval '1 hour', sha256(''), 'q', 'REJECTED', 'x', \(message), 'missed.test.v1', '{}', '{}', 2,
          true)
        """)
      try await RunningScheduler.with(platform) { _ in
        try await eventually("the journal has it") {
          try await platform.count(
            """
            select count(*)::int8 from nucleus.dead_letter
            where message_id = \(message) and journaled_at is not null
            """) == 1
        }
        try await eventually("its index has it") {
          try await platform.count(
            "select count(*)::int8 from nucleus.journal_entry where message_id = \(message)") == 1
        }
      }
    }
  }
}
