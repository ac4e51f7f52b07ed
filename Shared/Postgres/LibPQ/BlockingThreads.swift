import Glibc
import Synchronization

/// Threads for calls that block inside of a C library: at most `limit`, started on demand, ended when idle.
///
/// Neither the cooperative pool nor a polling thread may wait in such a call.
final class BlockingThreads: Sendable {
  typealias Work = @Sendable () -> Void

  private struct State {
    var running = 0
    var waiting: [Work] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// Runs `work` now, or when a thread becomes free.
  /// - Returns: false when the system grants no thread; `work` is then dropped.
  func run(_ work: @escaping Work) -> Bool {
    let mayStart = state.withLock { state in
      if state.running < limit {
        state.running += 1
        return true
      }
      state.waiting.append(work)
      return false
    }
    guard mayStart, !start(work) else { return true }
    state.withLock { $0.running -= 1 }
    return false
  }

  /// Runs `work` now or never.
  /// - Returns: whether a thread was free.
  func runIfFree(_ work: @escaping Work) -> Bool {
    let mayStart = state.withLock { state in
      guard state.running < limit else { return false }
      state.running += 1
      return true
    }
    guard mayStart else { return false }
    if start(work) { return true }
    state.withLock { $0.running -= 1 }
    return false
  }

  private func start(_ work: @escaping Work) -> Bool {
    let box = Unmanaged.passRetained(ThreadStart(threads: self, work: work))
    var handle = pthread_t()
    let status = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
        start.threads.loop(first: start.work)
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      box.release()
      return false
    }
    pthread_detach(handle)
    return true
  }

  private func loop(first: @escaping Work) {
    var next: Work? = first
    while let work = next {
      work()
      next = state.withLock { state in
        if state.waiting.isEmpty {
          state.running -= 1
          return nil
        }
        return state.waiting.removeFirst()
      }
    }
  }
}

private final class ThreadStart: Sendable {
  let threads: BlockingThreads
  let work: BlockingThreads.Work

  init(threads: BlockingThreads, work: @escaping BlockingThreads.Work) {
    self.threads = threads
    self.work = work
  }
}
