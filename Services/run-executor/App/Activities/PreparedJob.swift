import Connectors
import Logging

/// A claimed run, ready for its connector.
struct PreparedJob: Sendable {
  let connector: any Connector
  let job: CollectJob
  let scope: CollectionScope

  /// The job as the given try of an activity sees it.
  func job(attempt: Int, logger: Logger) -> CollectJob {
    var job = job
    job.attempt = attempt
    job.logger = logger
    return job
  }
}
