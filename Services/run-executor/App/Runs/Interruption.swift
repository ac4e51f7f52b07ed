/// Why a run is taken from the session that works on it.
enum Interruption: Sendable, Equatable {
  /// The run is, or may by now be, someone else's: nothing may be written for it any more.
  case leaseLost
  /// The run was cancelled, or the database says that it is someone else's: only that its work was cut off may
  /// still be recorded, and only where it was cancelled.
  case revoked
  /// The process ends; the run goes to another executor.
  case shutdown

  /// Whether the run is lost to this session.
  var isLoss: Bool { self != .shutdown }
}
