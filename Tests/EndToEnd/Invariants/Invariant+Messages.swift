import Postgres

extension Invariant {
  /// Messages, commands and the database itself.
  static let messages: [Invariant] = [
    Invariant(
      "I2 a trigger goes to the queue of its run's endpoint",
      """
      select o.id::text from nucleus.outbox o join nucleus.run r on r.id = o.run_id
      where o.endpoint_id <> r.endpoint_id or (o.type = 'run.triggered.v1' and o.routing_key <> r.endpoint_id::text)
      """),
    Invariant(
      "I7 messages are about runs that exist",
      """
      select o.id::text from nucleus.outbox o
      where o.run_id is not null and not exists (select from nucleus.run r where r.id = o.run_id)
      """),
    Invariant(
      "I8 one message for one end",
      """
      select run_id || ' ' || count(*) from nucleus.outbox
      where type in ('run.succeeded.v1', 'run.failed.v1', 'run.skipped.v1') group by run_id having count(*) > 1
      """),
    Invariant(
      "I18 a handled command has an answer", "select command_id from nucleus.command_log where reply is null"),
    Invariant(
      "I18 the run that a command was answered with exists",
      """
      select l.command_id from nucleus.command_log l
      where l.reply #>> '{done,result,requestedAt}' is not null
        and not exists (select from nucleus.run r where r.id::text = lower(l.reply #>> '{done,result,id}'))
      """),
    Invariant(
      "I18 no two commands were answered with the same new run",
      """
      select lower(reply #>> '{done,result,id}') from nucleus.command_log
      where reply #>> '{done,result,requestedAt}' is not null
        -- The command that cancels a run is answered with it too, as it is then.
        and reply #>> '{done,result,status}' = 'QUEUED'
      group by 1 having count(*) > 1
      """),
    Invariant(
      "I28 nobody idles in a transaction",
      """
      select application_name || ' since ' || state_change from pg_stat_activity
      where state like 'idle in transaction%' and state_change < clock_timestamp() - interval '5 seconds'
      """),
    Invariant(
      "I28 nobody waits long for a lock",
      "select pid::text from pg_locks where not granted and waitstart < clock_timestamp() - interval '5 seconds'"
    ),
    Invariant(
      "I28 each process keeps to its connections",
      """
      select application_name || ' has ' || count(*) from pg_stat_activity where usename like 'nucleus\\_%'
      group by application_name having count(*) > 12
      """),
  ]

  /// What holds once everything that was begun has ended.
  static let atRest: [Invariant] = [
    Invariant(
      "I6 every message was published",
      "select type || ' of ' || producer || ' at ' || created_at from nucleus.outbox"),
    Invariant(
      "B7 every dead letter that was sent again has arrived", "select message_id::text from nucleus.redrive"),
    Invariant("I9 no forgotten run", "select id::text from nucleus.run where status = 'QUEUED'"),
    Invariant(
      "I22 no run waits for a trigger that is a dead letter",
      """
      select d.id::text from nucleus.dead_letter d join nucleus.run r on r.id = d.run_id where r.status = 'QUEUED'
      """),
    Invariant("I10 no ghost", "select id || ' of ' || executor from nucleus.run where status = 'RUNNING'"),
  ]
}
