import Contracts
import Domain

/// Decides what pausing or resuming makes of a collection.
enum PauseDecision: Sendable, Equatable {
  case pause(note: String?)
  case resume

  /// - Returns: the collection as it is to be stored; nil where nothing would change.
  /// - Throws: `E_SCHEDULE_INVALID` for a collection that runs by hand alone.
  func decide(on current: MetadataCollection) throws(Refusal) -> MetadataCollection? {
    guard var schedule = current.schedule else {
      throw Refusal(.scheduleInvalid, "the collection has no schedule that could be paused or resumed")
    }
    switch self {
    case .pause(let note):
      schedule.isPaused = true
      schedule.pauseNote = note
    case .resume:
      schedule.isPaused = false
      schedule.pauseNote = nil
    }
    guard schedule != current.schedule else { return nil }
    var collection = current
    collection.schedule = schedule
    return collection
  }
}
