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

  /// The oldest delivery that the broker does not know to be settled. A channel counts its deliveries from 1.
  private var oldest: UInt64 = 1
  /// Those behind it that the broker does know of.
  private var told: Set<UInt64> = []
  private var waiting: Set<UInt64> = []

  var isEmpty: Bool { waiting.isEmpty }

  mutating func acknowledge(_ tag: UInt64) { waiting.insert(tag) }

  /// The broker is told in another way.
  mutating func settleOtherwise(_ tag: UInt64) { told.insert(tag) }

  /// What the broker has to be told now.
  mutating func takeFrames() -> [Frame] {
    var frames: [Frame] = []
    var run: (last: UInt64, count: Int)?
    while true {
      if waiting.remove(oldest) != nil {
        run = (oldest, (run?.count ?? 0) + 1)
      } else if told.remove(oldest) == nil {
        break
      }
      oldest += 1
    }
    if let run { frames.append(Frame(tag: run.last, isMultiple: run.count > 1)) }
    frames += waiting.sorted().map { Frame(tag: $0, isMultiple: false) }
    told.formUnion(waiting)
    waiting = []
    return frames
  }
}
