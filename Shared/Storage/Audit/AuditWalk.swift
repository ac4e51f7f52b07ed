import Foundation

/// Walks along the chain and compares what is there with what was sealed.
struct AuditWalk {
  struct Seal: Equatable {
    let sequence: Int64
    let hash: [UInt8]
  }

  private(set) var chain = AuditChain()
  private(set) var count = 0
  private(set) var last: Int64 = 0
  private let awaited: [UInt8]?
  private var hasMetAwaited: Bool

  /// - Parameter head: a hash that has to be met on the way.
  init(expecting head: [UInt8]? = nil) {
    awaited = head
    hasMetAwaited = head == nil || head == chain.head
  }

  /// Takes the next stretch: all seals and all entries of the same range of numbers, each in order.
  mutating func take(seals: [Seal], entries: [SealableEntry]) throws(AuditFinding) {
    var entries = entries[...]
    for seal in seals {
      guard let entry = entries.first, entry.sequence <= seal.sequence else {
        throw .removed(sequence: seal.sequence)
      }
      guard entry.sequence == seal.sequence else { throw .inserted(sequence: entry.sequence, id: entry.id) }
      entries.removeFirst()
      guard chain.append(entry) == seal.hash else { throw .changed(sequence: entry.sequence, id: entry.id) }
      hasMetAwaited = hasMetAwaited || awaited == seal.hash
      count += 1
      last = seal.sequence
    }
    if let entry = entries.first { throw .inserted(sequence: entry.sequence, id: entry.id) }
  }

  /// What holds only once all was seen.
  func finish() throws(AuditFinding) { if !hasMetAwaited { throw .headMissing } }
}
