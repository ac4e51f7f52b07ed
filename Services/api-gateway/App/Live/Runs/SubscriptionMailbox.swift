import Domain
import Foundation
import OrderedCollections

/// What waits for one subscriber: at most one state of a run, and of a bounded number of runs.
///
/// A state replaces an earlier one of the same run and moves to the end, so that states leave in the order in
/// which they were read. When more runs wait than there is room for, everything is dropped and the subscription
/// ends with ``SubscriptionEnd/lost``: its client reads anew instead of being told half of what happened.
struct SubscriptionMailbox: Sendable {
  enum Content: Sendable {
    case run(LiveRun)
    /// Nothing will come any more.
    case end(SubscriptionEnd)
  }

  private var waiting: OrderedDictionary<UUID, LiveRun> = [:]
  private var end: SubscriptionEnd?

  var count: Int { waiting.count }

  /// - Returns: how many states were dropped for it without being shown.
  @discardableResult
  mutating func put(_ state: LiveRun, capacity: Int) -> Int {
    guard end == nil else { return 1 }
    if let earlier = waiting[state.run.id] {
      guard earlier.fence <= state.fence else { return 1 }
      waiting.removeValue(forKey: state.run.id)
      waiting[state.run.id] = state
      return 1
    }
    guard waiting.count < capacity else {
      defer { finish(.lost) }
      return waiting.count + 1
    }
    waiting[state.run.id] = state
    return 0
  }

  /// Ends the subscription. ``SubscriptionEnd/lost`` drops what waits, any other end comes after it.
  mutating func finish(_ reason: SubscriptionEnd) {
    guard end == nil else { return }
    end = reason
    if reason == .lost { waiting = [:] }
  }

  /// What comes next; nil while there is nothing. The end is given again and again.
  mutating func take() -> Content? {
    guard waiting.isEmpty else { return .run(waiting.removeFirst().value) }
    // Gives the memory back that a burst has taken.
    waiting = [:]
    return end.map { .end($0) }
  }
}
