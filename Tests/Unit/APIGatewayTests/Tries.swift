import Synchronization

/// Counts calls.
final class Tries: Sendable {
  private let made = Atomic(0)

  var count: Int { made.load(ordering: .relaxed) }

  /// - Returns: the number of this call, from 1.
  func next() -> Int { made.add(1, ordering: .relaxed).newValue }
}
