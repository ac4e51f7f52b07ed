import Synchronization

/// Group commit: gathers the requests of concurrent callers while a batch is in flight and hands them on
/// together, so that many small writes cost one round trip.
///
/// Order of arrival is order in the batches. Each caller gets its own result. A cancelled caller leaves
/// with `CancellationError`: a waiting request is withdrawn, one in flight runs on unanswered, and the other
/// callers notice nothing.
public final class Coalescer<Request: Sendable, Response: Sendable>: Sendable {
  private typealias Machine = CoalescerStateMachine<Request>
  private typealias Caller = CheckedContinuation<Response, any Error>

  private struct State {
    var machine: Machine
    var callers: [Machine.ID: Caller] = [:]
    /// Cancelled before they had been entered.
    var cancelledEarly: Set<Machine.ID> = []
    var nextID: Machine.ID = 0
  }

  private enum Entrance {
    case start(Machine.Batch)
    case wait
    case leave(any Error)
  }

  private let process: @Sendable ([Request]) async throws -> [Result<Response, any Error>]
  private let state: Mutex<State>

  /// - Parameters:
  ///   - maxBatchSize: requests in one batch, at least 1.
  ///   - maxInFlight: batches that run at once, at least 1.
  ///   - patience: how long a batch may take before requests that wait start another one beside it.
  ///   - maxPending: waiting requests beyond which callers are refused with ``CoalescerError/overloaded``.
  ///   - process: handles one batch, one result for each request in the same order. What it throws every
  ///     caller of the batch gets.
  public init(
    maxBatchSize: Int, maxInFlight: Int = 1, patience: Duration = .zero, maxPending: Int = 10_000,
    process: @escaping @Sendable ([Request]) async throws -> [Result<Response, any Error>]
  ) {
    self.process = process
    state = Mutex(
      State(
        machine: Machine(
          maxBatchSize: maxBatchSize, maxInFlight: maxInFlight, maxPending: maxPending, patience: patience)))
  }

  /// Hands in one request and waits for its result.
  public func submit(_ request: Request) async throws -> Response {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    // A cancellation that comes after the result leaves its mark; nobody would take it away later.
    defer { state.withLock { _ = $0.cancelledEarly.remove(id) } }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { caller in enter(request, id: id, caller: caller) }
    } onCancel: {
      cancel(id)
    }
  }

  /// Requests that wait for a batch to finish.
  var waitingCount: Int { state.withLock { $0.machine.waitingCount } }

  private func enter(_ request: Request, id: Machine.ID, caller: Caller) {
    let (entrance, alarm): (Entrance, ContinuousClock.Instant?) = state.withLock { state in
      if state.cancelledEarly.remove(id) != nil { return (.leave(CancellationError()), nil) }
      switch state.machine.submit(request, id: id, now: .now) {
      case .refuse: return (.leave(CoalescerError.overloaded), nil)
      case .wait:
        state.callers[id] = caller
        return (.wait, state.machine.setAlarm())
      case .start(let batch):
        state.callers[id] = caller
        return (.start(batch), state.machine.setAlarm())
      }
    }
    if let alarm { ring(at: alarm) }
    switch entrance {
    case .start(let batch): runDetached(batch)
    case .wait: break
    case .leave(let error): caller.resume(throwing: error)
    }
  }

  private func cancel(_ id: Machine.ID) {
    let caller = state.withLock { state -> Caller? in
      guard let caller = state.callers.removeValue(forKey: id) else {
        state.cancelledEarly.insert(id)
        return nil
      }
      state.machine.withdraw(id)
      return caller
    }
    caller?.resume(throwing: CancellationError())
  }

  /// The bridge to an unstructured task: a batch belongs to all its callers, so it must not end with the
  /// one that happened to start it.
  private func runDetached(_ first: Machine.Batch) {
    Task.detached { await self.run(from: first) }
  }

  /// The same bridge: nobody who waits for a batch can also watch the clock for those behind him.
  private func ring(at alarm: ContinuousClock.Instant) {
    Task.detached {
      try? await Task.sleep(until: alarm)
      let (batch, next) = self.state.withLock { state in
        (state.machine.alarmRang(now: .now), state.machine.setAlarm())
      }
      if let next { self.ring(at: next) }
      if let batch { await self.run(from: batch) }
    }
  }

  private func run(from first: Machine.Batch) async {
    var batch: Machine.Batch? = first
    while let current = batch { batch = await run(current) }
  }

  private func run(_ batch: Machine.Batch) async -> Machine.Batch? {
    let results = await results(of: batch.entries)
    let (next, alarm, callers) = state.withLock { state in
      (
        state.machine.finished(batch.number, now: .now), state.machine.setAlarm(),
        batch.entries.map { state.callers.removeValue(forKey: $0.id) }
      )
    }
    if let alarm { ring(at: alarm) }
    for (caller, result) in zip(callers, results) { caller?.resume(with: result) }
    return next
  }

  private func results(of batch: [Machine.Entry]) async -> [Result<Response, any Error>] {
    do {
      let results = try await process(batch.map(\.request))
      if results.count == batch.count { return results }
      return batch.map { _ in .failure(CoalescerError.resultCountMismatch) }
    } catch {
      return batch.map { _ in .failure(error) }
    }
  }
}
