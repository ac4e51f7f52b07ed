/// The spans that wait for their export: bounded, the oldest leave first, and what does not fit is dropped.
struct SpanQueue {
  private let capacity: Int
  private var spans: [FinishedSpan] = []

  init(capacity: Int) { self.capacity = max(1, capacity) }

  var count: Int { spans.count }

  /// - Returns: whether there was room.
  mutating func add(_ span: FinishedSpan) -> Bool {
    guard spans.count < capacity else { return false }
    spans.append(span)
    return true
  }

  /// The oldest, at most so many.
  mutating func take(atMost limit: Int) -> [FinishedSpan] {
    let taken = Array(spans.prefix(limit))
    spans.removeFirst(taken.count)
    return taken
  }
}
