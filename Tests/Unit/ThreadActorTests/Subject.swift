import Glibc
import ThreadActor

/// An actor on a thread of its own.
actor Subject {
  nonisolated let thread = PollingThread(name: "subject")
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
  private(set) var count = 0
  private var isWorking = false

  /// Counts, and tells the thread it ran on.
  func work() -> UInt {
    precondition(!isWorking)
    isWorking = true
    count += 1
    isWorking = false
    thread.checkIsolated()
    return UInt(pthread_self())
  }

  /// Where the kernel shows the thread while it exists.
  func path() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let length = readlink("/proc/thread-self", &buffer, buffer.count)
    return "/proc/"
      + String(decoding: buffer.prefix(max(length, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Schedules one timer per delay, in milliseconds, and tells in which order they fired.
  func order(ofDelays delays: [Int]) async -> [Int] {
    let fired = Box<[Int]>([])
    return await withCheckedContinuation { continuation in
      for (index, delay) in delays.enumerated() {
        thread.schedule(after: .milliseconds(delay)) {
          fired.value.append(index)
          if fired.value.count == delays.count { continuation.resume(returning: fired.value) }
        }
      }
    }
  }

  /// Cancels one timer and waits for a later one.
  func cancelledTimer(delay: Duration) async -> (fired: Bool, waited: Duration) {
    let fired = Box(false)
    let start = ContinuousClock.now
    return await withCheckedContinuation { continuation in
      let cancelled = thread.schedule(after: delay / 2) { fired.value = true }
      thread.schedule(after: delay) { continuation.resume(returning: (fired.value, .now - start)) }
      thread.cancel(cancelled)
      thread.cancel(cancelled)
    }
  }

  /// Watches the pipe, writes a byte from another thread and returns what the watcher read.
  func firstByte(of pipe: TestPipe, writing byte: UInt8) async -> UInt8 {
    await withCheckedContinuation { continuation in
      thread.watch(pipe.readEnd, for: .read) { [thread] in
        thread.unwatch(pipe.readEnd)
        continuation.resume(returning: pipe.read())
      }
      pipe.write(byte)
    }
  }

  /// Whether nothing happens when a byte arrives after unwatching.
  func isDeaf(to pipe: TestPipe, writing byte: UInt8) async -> Bool {
    let heard = Box(false)
    return await withCheckedContinuation { continuation in
      thread.watch(pipe.readEnd, for: .read) { heard.value = true }
      thread.unwatch(pipe.readEnd)
      pipe.write(byte)
      // By the time a later timer fires, the descriptor has been polled.
      thread.schedule(after: .milliseconds(20)) { continuation.resume(returning: !heard.value) }
    }
  }
}

/// State that handlers on one thread share.
final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
