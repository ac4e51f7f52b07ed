import Connectors

/// A claimed run, ready for its connector.
struct PreparedJob: Sendable {
  let connector: any Connector
  let job: CollectJob
  let scope: CollectionScope

  /// The job as the given try of an activity sees it.
  func job(attempt: Int) -> CollectJob {
    var job = job
    job.attempt = attempt
    return job
  }
}
