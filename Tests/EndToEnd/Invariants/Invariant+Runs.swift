import Postgres

extension Invariant {
  /// Runs and their histories.
  static let runs: [Invariant] = [
    Invariant(
      "I1 at most one active run per collection",
      """
      select subject from nucleus.run where status in ('QUEUED', 'RUNNING') group by subject having count(*) > 1
      """),
    Invariant(
      "I1 no two runs of a collection ever ran at the same time",
      """
      with working as (
        select r.id, r.subject, tstzrange(min(t.at), coalesce(r.completed_at, 'infinity')) as span
        from nucleus.run r join nucleus.run_transition t on t.run_id = r.id and t.to_status = 'RUNNING'
        group by r.id
      )
      select a.id || ' and ' || b.id from working a join working b
        on a.subject = b.subject and a.id < b.id and a.span && b.span
      """),
    Invariant(
      "I1 the index that guards it exists",
      """
      select 'run_active_subject' where not exists (
        select from pg_indexes where schemaname = 'nucleus' and indexname = 'run_active_subject'
          and indexdef ilike 'create unique index%' and indexdef ilike '%where%')
      """),
    Invariant(
      "I2 a run belongs to the endpoint of its collection",
      """
      select r.id::text from nucleus.run r join nucleus.collection c on c.id = r.collection_id
      where c.endpoint_id <> r.endpoint_id
      """),
    Invariant(
      "I3 only legal transitions",
      """
      select run_id || ': ' || coalesce(from_status, '-') || ' to ' || to_status from nucleus.run_transition
      where (coalesce(from_status, '-'), to_status) not in (
        ('-', 'QUEUED'), ('-', 'SKIPPED'), ('QUEUED', 'RUNNING'), ('QUEUED', 'SKIPPED'), ('QUEUED', 'FAILED'),
        ('RUNNING', 'RUNNING'), ('RUNNING', 'SUCCEEDED'), ('RUNNING', 'FAILED'), ('RUNNING', 'SKIPPED'))
      """),
    Invariant(
      "I3 each transition begins where the last one ended",
      """
      select run_id::text from (
        select run_id, from_status, lag(to_status) over (partition by run_id order by sequence) as former
        from nucleus.run_transition) t
      where from_status is distinct from former
      """),
    Invariant(
      "I3 the last transition is the run's status",
      """
      select r.id::text from nucleus.run r where r.status is distinct from (
        select t.to_status from nucleus.run_transition t where t.run_id = r.id order by sequence desc limit 1)
      """),
    Invariant(
      "I4 an ended run has one end, and nothing after it",
      """
      select r.id::text from nucleus.run r where
        (select count(*) from nucleus.run_transition t
         where t.run_id = r.id and t.to_status in ('SUCCEEDED', 'FAILED', 'SKIPPED'))
          <> case when r.status in ('SUCCEEDED', 'FAILED', 'SKIPPED') then 1 else 0 end
      """),
    Invariant(
      "I5 ended runs are complete",
      """
      select id::text from nucleus.run where
        (status in ('SUCCEEDED', 'FAILED', 'SKIPPED') and (completed_at is null or lease_expires_at is not null))
        or (status = 'FAILED' and error_code is null)
        or (status = 'SKIPPED' and (error is null or error_code is not null))
        or (status = 'SUCCEEDED' and (error is not null or error_code is not null))
      """),
    Invariant(
      "I5 a skipped run says why",
      """
      select t.run_id::text from nucleus.run_transition t where t.to_status = 'SKIPPED' and t.reason !~
        '^(OVERLAP|DISABLED|DELETED|PAUSED|ENDPOINT_DISABLED|ENDPOINT_UNAVAILABLE|CAPABILITY_MISSING|NOTHING_TO_DO|MISSED): .'
      """),
    Invariant(
      "I11 fences only grow, but for a run that is handed back",
      """
      select run_id::text from (
        select run_id, fence, lag(fence) over (partition by run_id order by sequence) as former, from_status,
          to_status from nucleus.run_transition) t
      where fence < former or (fence = former and not (from_status = 'RUNNING' and to_status = 'RUNNING'))
      """),
    Invariant(
      "I11 a fence has one holder",
      """
      select run_id::text from nucleus.run_transition where to_status = 'RUNNING'
      group by run_id, fence having count(distinct executor) > 1
      """),
    Invariant(
      "I25 attempts are bounded and belong to claims",
      """
      select id::text from nucleus.run where attempt > 3 or (status = 'QUEUED' and attempt <> 0)
        or (status in ('RUNNING', 'SUCCEEDED') and attempt < 1)
      """),
    Invariant(
      "I30 sane times",
      """
      select id::text from nucleus.run where started_at < requested_at or completed_at < started_at
        or completed_at < requested_at or lease_expires_at > clock_timestamp() + interval '16 seconds'
        or greatest(requested_at, started_at, completed_at) > clock_timestamp() + interval '1 second'
      """),
    Invariant(
      "I30 transitions are in the order of time",
      """
      select run_id::text from (
        select run_id, at, lag(at) over (partition by run_id order by sequence) as former
        from nucleus.run_transition) t
      where at < former or at > clock_timestamp() + interval '1 second'
      """),
  ]
}
