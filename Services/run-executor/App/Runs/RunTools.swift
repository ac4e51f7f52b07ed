import Domain
import Logging
import Postgres
import ServiceRuntime
import Storage

/// What every session of the process works with.
struct RunTools: Sendable {
  let preparation: JobPreparation
  let writer: RunEndWriter
  let progress: RunProgressStore
  let leases: LeaseKeeper
  let retry: RetryPolicy
  let logger: Logger
}
