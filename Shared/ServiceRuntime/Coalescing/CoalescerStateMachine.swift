/// Decides when waiting requests become a batch.
///
/// A request is *waiting* (can become *in flight* with its batch, or be withdrawn), then *in flight* until
/// its batch finishes. At most `maxInFlight` batches are in flight; a request that finds a free place starts
/// a batch at once, so nothing waits for company when the receiver is idle.
struct CoalescerStateMachine<Request> {
  typealias ID = UInt64

  struct Entry {
    let id: ID
    let request: Request
  }

  enum SubmitAction {
    /// Run this batch now.
    case start([Entry])
    /// The request waits for a batch to finish.
    case wait
    /// Too many requests wait; this one is not taken.
    case refuse
  }

  private let maxBatchSize: Int
  private let maxInFlight: Int
  private let maxPending: Int
  private var waiting: [Entry] = []
  private(set) var inFlight = 0

  init(maxBatchSize: Int, maxInFlight: Int, maxPending: Int) {
    self.maxBatchSize = max(1, maxBatchSize)
    self.maxInFlight = max(1, maxInFlight)
    self.maxPending = max(1, maxPending)
  }

  var waitingCount: Int { waiting.count }

  mutating func submit(_ request: Request, id: ID) -> SubmitAction {
    if waiting.count >= maxPending { return .refuse }
    waiting.append(Entry(id: id, request: request))
    guard let batch = nextBatch() else { return .wait }
    return .start(batch)
  }

  /// A batch has ended; the answer is the next one to run, if requests wait.
  mutating func batchFinished() -> [Entry]? {
    inFlight -= 1
    return nextBatch()
  }

  /// Takes back a waiting request. One in flight is beyond recall and stays.
  mutating func withdraw(_ id: ID) { waiting.removeAll { $0.id == id } }

  private mutating func nextBatch() -> [Entry]? {
    if waiting.isEmpty || inFlight >= maxInFlight { return nil }
    let batch = Array(waiting.prefix(maxBatchSize))
    waiting.removeFirst(batch.count)
    inFlight += 1
    return batch
  }
}

extension CoalescerStateMachine: Sendable where Request: Sendable {}
extension CoalescerStateMachine.Entry: Sendable where Request: Sendable {}
extension CoalescerStateMachine.SubmitAction: Sendable where Request: Sendable {}
