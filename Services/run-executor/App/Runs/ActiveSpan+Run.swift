import Contracts
import Domain
import Storage
import Telemetry

extension ActiveSpan {
  /// Says which run it is of: ids and words from fixed sets, nothing that names the source.
  func describe(_ claimed: ClaimedRun) {
    guard isRecording else { return }
    set("nucleus.run.id", claimed.run.id.lowercased)
    set("nucleus.run.kind", claimed.run.kind.rawValue)
    set("nucleus.run.trigger", claimed.run.trigger.rawValue)
    set("nucleus.run.attempt", claimed.run.attempt)
    set("nucleus.endpoint.id", claimed.endpoint.id.lowercased)
    set("nucleus.endpoint.kind", claimed.endpoint.kind)
    set("nucleus.collection.id", claimed.run.collectionID?.lowercased)
    set("nucleus.replay.of", claimed.run.replayOf?.lowercased)
  }

  func describe(_ verdict: RunVerdict) {
    switch verdict {
    case .succeeded: set("nucleus.run.status", "SUCCEEDED")
    case .skipped: set("nucleus.run.status", "SKIPPED")
    case .failed(let failure):
      set("nucleus.run.status", "FAILED")
      failed(failure.code)
    }
  }

  /// Says which step of a run it is.
  func describe(_ activity: ActivityName, attempt: Int) {
    set("nucleus.activity.name", activity.rawValue)
    set("nucleus.activity.attempt", attempt)
  }
}
