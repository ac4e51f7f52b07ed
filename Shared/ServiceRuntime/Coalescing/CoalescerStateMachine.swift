/// Decides when waiting requests become a batch.
///
/// A request is *waiting* (can become *in flight* with its batch, or be withdrawn), then *in flight* until
/// its batch finishes. A request that finds nothing in flight starts a batch at once, so nothing waits for company
/// when the receiver is idle. Beside a batch in flight another one starts when a whole batch is waiting, or when all of
/// those in flight have taken longer than the patience: batches stay large, and one that is held up holds up nobody.
struct CoalescerStateMachine<Request> {
  typealias ID = UInt64
  typealias Instant = ContinuousClock.Instant

  struct Entry {
    let id: ID
    let request: Request
  }

  struct Batch {
    let number: UInt64
    let entries: [Entry]
  }

  enum SubmitAction {
    /// Run this batch now.
    case start(Batch)
    /// The request waits for a batch to finish, or for the alarm.
    case wait
    /// Too many requests wait; this one is not taken.
    case refuse
  }

  private let maxBatchSize: Int
  private let maxInFlight: Int
  private let maxPending: Int
  private let patience: Duration
  private var waiting: [Entry] = []
  /// When each batch in flight has started.
  private var starts: [UInt64: Instant] = [:]
  private var lastNumber: UInt64 = 0
  private var isAlarmSet = false

  init(maxBatchSize: Int, maxInFlight: Int, maxPending: Int, patience: Duration) {
    self.maxBatchSize = max(1, maxBatchSize)
    self.maxInFlight = max(1, maxInFlight)
    self.maxPending = max(1, maxPending)
    self.patience = patience
  }

  var waitingCount: Int { waiting.count }
  var inFlight: Int { starts.count }

  mutating func submit(_ request: Request, id: ID, now: Instant) -> SubmitAction {
    if waiting.count >= maxPending { return .refuse }
    waiting.append(Entry(id: id, request: request))
    guard let batch = nextBatch(now: now) else { return .wait }
    return .start(batch)
  }

  /// A batch has ended; the answer is the next one to run, if requests wait.
  mutating func finished(_ batch: UInt64, now: Instant) -> Batch? {
    starts[batch] = nil
    return nextBatch(now: now)
  }

  /// Takes back a waiting request. One in flight is beyond recall and stays.
  mutating func withdraw(_ id: ID) { waiting.removeAll { $0.id == id } }

  /// Whether, and when, ``alarmRang(now:)`` is to be called, for requests whose patience ends then. To be asked after
  /// every other event; the answer is given once.
  mutating func setAlarm() -> Instant? {
    guard !isAlarmSet, !waiting.isEmpty, starts.count < maxInFlight, let last = starts.values.max() else {
      return nil
    }
    isAlarmSet = true
    return last + patience
  }

  /// - Returns: a batch to run, if requests still wait and nothing else has begun meanwhile.
  mutating func alarmRang(now: Instant) -> Batch? {
    isAlarmSet = false
    return nextBatch(now: now)
  }

  private mutating func nextBatch(now: Instant) -> Batch? {
    guard !waiting.isEmpty, starts.count < maxInFlight,
      waiting.count >= maxBatchSize || starts.values.allSatisfy({ now - $0 >= patience })
    else { return nil }
    let entries = Array(waiting.prefix(maxBatchSize))
    waiting.removeFirst(entries.count)
    lastNumber += 1
    starts[lastNumber] = now
    return Batch(number: lastNumber, entries: entries)
  }
}

extension CoalescerStateMachine: Sendable where Request: Sendable {}
extension CoalescerStateMachine.Entry: Sendable where Request: Sendable {}
extension CoalescerStateMachine.Batch: Sendable where Request: Sendable {}
extension CoalescerStateMachine.SubmitAction: Sendable where Request: Sendable {}
