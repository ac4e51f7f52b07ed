import Contracts
import CoreMetrics
import ServiceLifecycle
import Synchronization

/// The open streams of the process: how many there may be, and the one clock that they all share.
final class EventStreams: Sendable {
  private struct State {
    var admission: StreamAdmission
    var outlets: [Int: StreamOutlet] = [:]
    var nextNumber = 1
    var isStopping = false
  }

  /// When a caller who was refused may try again.
  private static let retryAfter = Duration.seconds(5)

  let settings: EventStreamSettings
  let metrics = EventStreamMetrics()
  private let state: Mutex<State>

  init(settings: EventStreamSettings) {
    self.settings = settings
    state = Mutex(
      State(admission: StreamAdmission(perCaller: settings.perCaller, total: settings.total)))
  }

  /// How many streams are open.
  var count: Int { state.withLock { $0.admission.count } }

  /// Gives a caller the right to one more stream.
  func admit(_ caller: Caller) throws(HTTPRefusal) -> StreamTicket {
    let key = caller.keyID
    do {
      let isStopping = try state.withLock { state in
        if !state.isStopping { try state.admission.admit(key) }
        return state.isStopping
      }
      guard !isStopping else { throw HTTPRefusal.stopping }
    } catch {
      throw refusal(error)
    }
    return StreamTicket { [weak self] in self?.state.withLock { $0.admission.release(key) } }
  }

  private func refusal(_ error: any Error) -> HTTPRefusal {
    switch error {
    case let refusal as HTTPRefusal: return refusal
    case StreamAdmission.Refusal.caller:
      return .rateLimited(
        "open streams: one caller may have \(settings.perCaller)", retryAfter: Self.retryAfter)
    default:
      return .rateLimited("open streams of all callers", retryAfter: Self.retryAfter)
    }
  }

  /// Keeps the time of a stream until ``remove(_:)``.
  func add(_ outlet: StreamOutlet) -> Int {
    let (number, isStopping) = state.withLock { state in
      defer { state.nextNumber += 1 }
      state.outlets[state.nextNumber] = outlet
      return (state.nextNumber, state.isStopping)
    }
    if isStopping { outlet.finish(.stopping) }
    return number
  }

  func remove(_ number: Int) { state.withLock { _ = $0.outlets.removeValue(forKey: number) } }

  /// Keeps the time of all streams while the body serves them; graceful shutdown ends them, because the body
  /// waits for its connections and a stream would hold one for ever.
  func whileServing(_ body: @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await self.keepTime() }
      try await withGracefulShutdownHandler {
        try await body()
      } onGracefulShutdown: {
        self.stop()
      }
      group.cancelAll()
    }
  }

  private func keepTime() async {
    while (try? await Task.sleep(for: settings.tick)) != nil {
      for outlet in state.withLock({ Array($0.outlets.values) }) where outlet.tick() { metrics.cut() }
    }
  }

  /// Ends all streams and opens no more.
  private func stop() {
    let outlets = state.withLock { state in
      state.isStopping = true
      return Array(state.outlets.values)
    }
    for outlet in outlets { outlet.finish(.stopping) }
  }
}
