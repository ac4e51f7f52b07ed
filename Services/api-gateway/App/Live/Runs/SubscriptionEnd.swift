/// Why a subscription has come to its end.
enum SubscriptionEnd: Sendable, Hashable {
  /// Nobody listens any more, or the process is stopping.
  case done
  /// Changes were missed or dropped; what is shown to the user has to be read anew.
  case lost
  /// No run has the id that was asked for.
  case unknownRun
}
