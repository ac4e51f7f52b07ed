import Domain
import Logging

/// What every session of the process works with.
struct RunTools: Sendable {
  let preparation: JobPreparation
  let record: any RunRecord
  let retry: RetryPolicy
  let logger: Logger
  var observer: RunObserver?
}
