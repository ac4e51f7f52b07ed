import Foundation

/// What is to be read from the database next.
struct LiveReading: Sendable, Hashable {
  /// The runs to read, with whether something is known to have happened to them.
  var runs: [UUID: Bool] = [:]
  /// Events were missed after this moment.
  var missedSince: Date?
  /// The subscribers that have missed changes since a moment of their own.
  var resuming: [Int: Date] = [:]

  /// Every run that has changed since then is to be read as well.
  var since: Date? { (Array(resuming.values) + [missedSince].compactMap { $0 }).min() }
}
