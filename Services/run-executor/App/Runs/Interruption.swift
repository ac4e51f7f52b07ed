/// Why a run is taken from the session that works on it.
enum Interruption: Sendable, Equatable {
  /// The run is, or may by now be, someone else's: nothing may be written for it any more.
  case leaseLost
  /// The process ends; the run goes to another executor.
  case shutdown
}
