import Foundation

/// Remembers how far the runs that were read last had come, of a bounded number.
///
/// Two generations: what is noted moves to the young one; when that is full, it becomes the old one and the old
/// one is forgotten.
struct RecentRuns: Sendable {
  struct Note: Sendable, Hashable {
    var fence: Int64
    var isActive: Bool
  }

  private let generationSize: Int
  private var young: [UUID: Note] = [:]
  private var old: [UUID: Note] = [:]

  /// - Parameter capacity: runs, at least 2.
  init(capacity: Int) { generationSize = max(1, capacity / 2) }

  subscript(id: UUID) -> Note? { young[id] ?? old[id] }

  mutating func note(_ id: UUID, _ note: Note) {
    if young[id] == nil, young.count >= generationSize {
      old = young
      young = [:]
    }
    young[id] = note
  }

  /// The runs that had not ended when they were read.
  var active: [UUID] {
    young.filter(\.value.isActive).map(\.key)
      + old.filter { $0.value.isActive && young[$0.key] == nil }.map(\.key)
  }
}
