import Foundation

/// Finds the subscribers of a run by the narrowest of their filters, so that an event costs no more than there
/// are candidates for it.
struct SubscriberIndex: Sendable {
  private(set) var selectors: [Int: RunSelector] = [:]
  private var byRun: [UUID: Set<Int>] = [:]
  private var byCollection: [UUID: Set<Int>] = [:]
  private var byEndpoint: [UUID: Set<Int>] = [:]
  private var unfiltered: Set<Int> = []

  var isEmpty: Bool { selectors.isEmpty }
  var count: Int { selectors.count }
  /// The runs that somebody asked for by their ids.
  var runs: Dictionary<UUID, Set<Int>>.Keys { byRun.keys }

  mutating func insert(_ subscriber: Int, _ selector: RunSelector) {
    selectors[subscriber] = selector
    change(selector) { $0.insert(subscriber) }
  }

  mutating func remove(_ subscriber: Int) {
    guard let selector = selectors.removeValue(forKey: subscriber) else { return }
    change(selector) { $0.remove(subscriber) }
  }

  /// Whether a run has any subscriber.
  func hasSubscribers(of subject: RunSelector.Subject) -> Bool {
    contains(unfiltered, subject) || contains(byEndpoint[subject.endpointID], subject)
      || contains(subject.collectionID.flatMap { byCollection[$0] }, subject)
      || contains(byRun[subject.runID], subject)
  }

  func subscribers(of subject: RunSelector.Subject) -> [Int] {
    // Each subscriber is in one place alone, so none is found twice.
    let candidates = [
      unfiltered, byEndpoint[subject.endpointID] ?? [],
      subject.collectionID.flatMap { byCollection[$0] } ?? [], byRun[subject.runID] ?? [],
    ]
    return candidates.flatMap { $0 }.filter { selectors[$0]?.matches(subject) == true }
  }

  private func contains(_ candidates: Set<Int>?, _ subject: RunSelector.Subject) -> Bool {
    candidates?.contains { selectors[$0]?.matches(subject) == true } ?? false
  }

  private mutating func change(_ selector: RunSelector, _ change: (inout Set<Int>) -> Void) {
    if let id = selector.runID {
      Self.change(id, in: &byRun, change)
    } else if let id = selector.collectionID {
      Self.change(id, in: &byCollection, change)
    } else if let id = selector.endpointID {
      Self.change(id, in: &byEndpoint, change)
    } else {
      change(&unfiltered)
    }
  }

  private static func change(
    _ id: UUID, in index: inout [UUID: Set<Int>], _ change: (inout Set<Int>) -> Void
  ) {
    change(&index[id, default: []])
    if index[id]?.isEmpty == true { index[id] = nil }
  }
}
