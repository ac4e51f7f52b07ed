import Metrics
import Synchronization

/// Where finished spans wait for their export. Whoever ends a span never waits.
public final class SpanBuffer: Sendable {
  public static let defaultCapacity = 8_192

  private let queue: Mutex<SpanQueue>
  private let dropped = Counter(label: "nucleus.traces.dropped", dimensions: [("reason", "full")])

  public init(capacity: Int = SpanBuffer.defaultCapacity) { queue = Mutex(SpanQueue(capacity: capacity)) }

  public var count: Int { queue.withLock(\.count) }

  func add(_ span: FinishedSpan) {
    if !queue.withLock({ $0.add(span) }) { dropped.increment() }
  }

  /// Takes the oldest spans out.
  public func take(atMost limit: Int) -> [FinishedSpan] { queue.withLock { $0.take(atMost: limit) } }
}
