import Postgres
import Testing

extension Platform {
  /// I23: the journal holds all that the relays have published and all commands that were handled.
  func expectCompleteJournal(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    do {
      try await eventually(
        "the journal holds what was published", within: .seconds(20), toleratingErrors: true
      ) {
        try await self.rows(Self.unjournaled).isEmpty
      }
    } catch {
      let offenders = try await rows(Self.unjournaled).prefix(10).map {
        try $0.decode(at: 0, as: String.self)
      }
      Issue.record("\(error): \(offenders)", sourceLocation: sourceLocation)
    }
  }

  private static let unjournaled: SQL = """
    select 'minute ' || p.minute || ': ' || p.messages || ' published, ' || coalesce(m.messages, 0) || ' there'
    from (select minute, sum(messages) as messages, bit_xor(digest) as digest
          from nucleus.journal_published group by minute) p
    left join (
      select minute, sum(messages) as messages, bit_xor(digest) as digest
      from nucleus.journal_minute group by minute) m using (minute)
    where p.messages > coalesce(m.messages, 0) or (p.messages = m.messages and p.digest <> m.digest)
    union all
    select 'command ' || c.command_id from nucleus.command_log c
    where not exists (
      select from nucleus.journal_entry e where e.message_id = c.command_id and e.exchange = 'nucleus.commands')
    union all
    select 'run ' || r.id || ' without the event of its end' from nucleus.run r
    where r.status in ('SUCCEEDED', 'FAILED', 'SKIPPED') and not exists (
      select from nucleus.journal_entry e where e.run_id = r.id and e.type = 'run.' || lower(r.status) || '.v1')
    """
}
