import Domain

/// What is left of an attempt that does not end its run.
struct RunTraces: Sendable {
  var activities: [RunActivity]
  var log: [RunLogLine]

  var isEmpty: Bool { activities.isEmpty && log.isEmpty }
}
