import Postgres

extension Invariant {
  /// What runs left behind.
  static let catalog: [Invariant] = [
    Invariant(
      "I2 a dataset belongs to the endpoint of the runs that found it",
      """
      select d.id::text from nucleus.catalog_dataset d join nucleus.run r on r.id in (d.first_run_id, d.last_run_id)
      where r.endpoint_id <> d.endpoint_id
      """),
    Invariant(
      "I12 only runs that succeeded wrote, and not after their end",
      """
      select d.id::text from nucleus.catalog_dataset d join nucleus.run r on r.id = d.last_run_id
      where r.status <> 'SUCCEEDED' or d.collected_at > r.completed_at
      """),
    Invariant(
      "I13 no dataset twice",
      """
      select endpoint_id || ' ' || upstream_id from nucleus.catalog_dataset
      group by endpoint_id, upstream_id having count(*) > 1
      """),
    Invariant(
      "I13 the newest run of an endpoint counted what it wrote",
      """
      with newest as (
        select distinct on (endpoint_id) id, endpoint_id, (stats ->> 'datasets')::int8 as counted
        from nucleus.run where status = 'SUCCEEDED' and kind = 'COLLECTION'
        order by endpoint_id, completed_at desc
      )
      select n.id::text from newest n where n.counted is distinct from (
        select count(*) from nucleus.catalog_dataset d where d.last_run_id = n.id)
      """),
    Invariant(
      "A18 every dataset has its versions, counted from 1",
      """
      select d.id::text from nucleus.catalog_dataset d
        left join nucleus.catalog_dataset_version v on v.dataset_id = d.id
      group by d.id having min(v.version) is distinct from 1 or max(v.version) <> count(*)
      """),
    Invariant(
      "A18 whatever is stale was seen before the run that did not see it had ended",
      """
      select d.id::text from nucleus.catalog_dataset d join nucleus.run r on r.id = d.stale_run_id
      where d.is_stale and (r.status <> 'SUCCEEDED' or r.endpoint_id <> d.endpoint_id or d.collected_at > r.completed_at)
      """),
    Invariant(
      "I12 no activity began after the run's end",
      """
      select a.run_id::text from nucleus.run_activity a join nucleus.run r on r.id = a.run_id
      where a.started_at > r.completed_at + interval '1 second'
      """),
  ]
}
