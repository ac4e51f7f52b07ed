/// Which deliveries of a channel handlers have acknowledged, and in how few frames the broker can be told.
///
/// A broker pays for each frame: a quorum queue writes each of them to its log. What was acknowledged in one go and without
/// a gap is one frame. What lies behind a delivery that is still in hand is told one by one, so that it holds up nothing.
struct Acknowledgements {
  struct Frame: Hashable, Sendable {
    let tag: UInt64
    /// Whether it stands for all deliveries up to this one.
    let isMultiple: Bool
  }

  /// What the broker does not know to be settled, in the order it came; as many as the prefetch at most.
  private var open: [UInt64] = []
  private var acknowledged: Set<UInt64> = []

  var isEmpty: Bool { acknowledged.isEmpty }

  mutating func delivered(_ tag: UInt64) { open.append(tag) }

  mutating func acknowledge(_ tag: UInt64) { acknowledged.insert(tag) }

  /// The broker is told in another way.
  mutating func settleOtherwise(_ tag: UInt64) {
    if let index = open.firstIndex(of: tag) { open.remove(at: index) }
  }

  /// What the broker has to be told now.
  mutating func takeFrames() -> [Frame] {
    guard !acknowledged.isEmpty else { return [] }
    let oldest = open.prefix { acknowledged.contains($0) }
    let others = open.dropFirst(oldest.count).filter(acknowledged.contains)
    open.removeAll(where: acknowledged.contains)
    acknowledged = []
    return (oldest.last.map { [Frame(tag: $0, isMultiple: oldest.count > 1)] } ?? [])
      + others.map { Frame(tag: $0, isMultiple: false) }
  }
}
