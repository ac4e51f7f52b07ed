import NIOCore
import NIOPosix
import Synchronization

/// Look-ups of hosts, each of which blocks a thread for as long as it takes: a bounded number at once, and one of each host,
/// so that a name server that does not answer for one name holds up one thread and no more.
final class HostLookUps: Sendable {
  private struct Waiter {
    var promise: EventLoopPromise<[String]>
    var limit: Duration
  }

  private struct Entry {
    var waiters: [UInt64: Waiter] = [:]
    /// Nil while it waits for a thread.
    var begunAt: ContinuousClock.Instant?
  }

  private struct State {
    var entries: [String: Entry] = [:]
    /// Hosts that wait for a thread, the longest first.
    var queue: [String] = []
    var running = 0
    var lastID: UInt64 = 0
  }

  private enum Patience {
    /// It has been answered.
    case settled
    case more(Duration)
    case over(Waiter, wasBegun: Bool)
  }

  private let lookUp: @Sendable (String) throws -> [String]
  private let limit: Int
  private let threads: NIOThreadPool
  private let state = Mutex(State())

  /// - Parameters:
  ///   - limit: how many at once.
  ///   - lookUp: blocks its thread.
  init(atOnce limit: Int, _ lookUp: @escaping @Sendable (String) throws -> [String]) {
    self.limit = limit
    self.lookUp = lookUp
    threads = NIOThreadPool(numberOfThreads: limit)
    threads.start()
  }

  /// - Parameter patience: how long the look-up may take once it has begun, and how long it may wait before.
  /// - Throws: an ``HTTPPostFailure``; one that ``HTTPPostFailure/isOurs`` where no look-up was begun in time.
  func resolve(_ host: String, within patience: Duration) async throws -> [String] {
    let loop = NIOSingletons.posixEventLoopGroup.any()
    let promise = loop.makePromise(of: [String].self)
    let id = state.withLock { state in
      state.lastID += 1
      if state.entries[host] == nil {
        state.entries[host] = Entry()
        state.queue.append(host)
      }
      state.entries[host]?.waiters[state.lastID] = Waiter(promise: promise, limit: patience)
      return state.lastID
    }
    beginNext()
    watch(id, of: host, for: patience, on: loop)
    return try await promise.futureResult.get()
  }

  /// Begins as many as may run, of those that somebody still waits for.
  private func beginNext() {
    let begun = state.withLock { state in
      var begun: [String] = []
      while state.running < limit, !state.queue.isEmpty {
        let host = state.queue.removeFirst()
        guard state.entries[host]?.waiters.isEmpty == false else {
          state.entries[host] = nil
          continue
        }
        state.entries[host]?.begunAt = .now
        state.running += 1
        begun.append(host)
      }
      return begun
    }
    for host in begun {
      threads.submit { [self] _ in
        finish(host, Result { try lookUp(host) })
        beginNext()
      }
    }
  }

  private func finish(_ host: String, _ result: Result<[String], any Error>) {
    let entry = state.withLock { state in
      state.running -= 1
      return state.entries.removeValue(forKey: host)
    }
    for waiter in (entry?.waiters ?? [:]).values { waiter.promise.completeWith(result) }
  }

  private func watch(_ id: UInt64, of host: String, for patience: Duration, on loop: any EventLoop) {
    loop.scheduleTask(in: TimeAmount(patience)) { [self] in
      switch state.withLock({ Self.patience(&$0, id, host) }) {
      case .settled: return
      case .more(let rest): watch(id, of: host, for: rest, on: loop)
      case .over(let waiter, let wasBegun):
        waiter.promise.fail(wasBegun ? HTTPPostFailure.unresolvedInTime : .noLookUpInTime)
      }
    }
  }

  private static func patience(_ state: inout State, _ id: UInt64, _ host: String) -> Patience {
    guard let entry = state.entries[host], let waiter = entry.waiters[id] else { return .settled }
    if let begunAt = entry.begunAt {
      let rest = begunAt + waiter.limit - .now
      if rest > .zero { return .more(rest) }
    }
    state.entries[host]?.waiters[id] = nil
    return .over(waiter, wasBegun: entry.begunAt != nil)
  }
}
