import Contracts
import Messaging
import Storage

/// Stops the session of a run that was ended from outside.
struct CancellationNotice: Sendable {
  let held: HeldRuns

  func receive(_ envelope: Envelope) throws(EnvelopeError) {
    let notice = try envelope.decode(RunCancelled.self)
    held.revoke(RunClaims.Hold(runID: notice.runID, fence: notice.fence), at: ContinuousClock().now)
  }
}
