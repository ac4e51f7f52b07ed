import Postgres

extension Invariant {
  /// Schedules, their fires and their backfills.
  static let schedules: [Invariant] = [
    Invariant(
      "I15 no planned time has two runs",
      """
      select collection_id || ' at ' || scheduled_for from nucleus.run where trigger = 'SCHEDULE'
      group by collection_id, scheduled_for having count(*) > 1
      """),
    Invariant(
      "I15 a fire has its planned time",
      "select id::text from nucleus.run where trigger in ('SCHEDULE', 'BACKFILL') and scheduled_for is null"),
    Invariant(
      "I15 no run before its planned time",
      """
      select id::text from nucleus.run
      where trigger in ('SCHEDULE', 'BACKFILL') and requested_at < scheduled_for and error not like 'MISSED%'
      """),
    Invariant(
      "I16 nothing fires once its collection or endpoint is gone",
      """
      select r.id::text from nucleus.run r join nucleus.endpoint e on e.id = r.endpoint_id
        join nucleus.collection c on c.id = r.collection_id
      where r.requested_at > least(e.deleted_at, c.deleted_at) and r.status <> 'SKIPPED'
      """),
    Invariant(
      "I16 nothing starts once its endpoint is gone",
      """
      select t.run_id::text from nucleus.run_transition t join nucleus.run r on r.id = t.run_id
        join nucleus.endpoint e on e.id = r.endpoint_id
      where t.to_status = 'RUNNING' and t.at > e.deleted_at
      """),
    Invariant(
      "I2 a schedule waits for a live collection that has one",
      """
      select s.collection_id::text from nucleus.schedule_state s join nucleus.collection c on c.id = s.collection_id
      where c.deleted_at is not null or (c.schedule_cron is null and c.schedule_interval_seconds is null)
      """),
    Invariant(
      "I16 a schedule that is paused or disabled waits for nothing",
      """
      select s.collection_id::text from nucleus.schedule_state s join nucleus.collection c on c.id = s.collection_id
      where (c.schedule_is_paused or not c.is_enabled) and (s.next_due_at is not null or s.buffered_for is not null)
      """),
    Invariant(
      "I31 a fire that is over is counted once, as a run or as missed, and never later than handled",
      """
      select r.id::text from nucleus.run r join nucleus.schedule_state s on s.collection_id = r.collection_id
      where r.trigger = 'SCHEDULE' and r.scheduled_for > s.handled_through
      """),
    Invariant(
      "A15 a backfill makes no more runs than it has times",
      """
      select b.id::text from nucleus.backfill b
      where (select count(*) from nucleus.run r where r.batch_id = b.id) > cardinality(b.times)
      """),
    Invariant(
      "A15 runs of a backfill lie in its range",
      """
      select r.id::text from nucleus.run r join nucleus.backfill b on b.id = r.batch_id
      where r.trigger = 'BACKFILL' and (r.scheduled_for < b.range_from or r.scheduled_for >= b.range_to)
      """),
  ]
}
