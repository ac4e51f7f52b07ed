/// Where an implementation is known not to follow the rules (A6), each found by comparison and then understood.
enum KnownDifference: String, Hashable {
  /// croniter has rules of its own for gaps and repeats of local time, whatever the expression. Its answers count only
  /// where the clocks do not change.
  case croniterAtChanges
  /// croniter lets the step of a single day of the week end on Saturday: `3/4` is no Sunday there.
  case croniterStepsOfDays
}
