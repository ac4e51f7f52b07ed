/// Where an implementation is known not to follow the rules (A6), each found by comparison and then understood.
enum KnownDifference: String, Hashable {
  /// croniter has rules of its own for gaps and repeats of local time, whatever the expression. Its answers count only
  /// where the clocks do not change.
  case croniterAtChanges
  /// croniter lets the step of a single day of the week end on Saturday: `3/4` is no Sunday there.
  case croniterStepsOfDays
  /// croniter takes a field that holds every value, such as a day of month of `1/1`, for a `*`. In Debian's dialect the
  /// text decides: the field is restricted, and with it alone every day matches.
  case croniterFullFields
}
