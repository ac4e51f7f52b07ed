import Glibc
import Synchronization
import Testing
import ThreadActor

@Suite("A polling thread", .timeLimit(.minutes(3)))
struct PollingThreadTests {
  @Test("runs 200 concurrent callers of its actor on one thread, one at a time")
  func oneThread() async {
    let subject = Subject()
    let threads = await withTaskGroup(of: UInt.self) { group in
      for _ in 0..<200 {
        group.addTask {
          var last: UInt = 0
          for _ in 0..<50 { last = await subject.work() }
          return last
        }
      }
      return await group.reduce(into: Set<UInt>()) { $0.insert($1) }
    }
    #expect(threads.count == 1)
    #expect(await subject.count == 10_000)
    #expect(threads.first != UInt(pthread_self()))
  }

  @Test("performs calls in their order, on its thread")
  func performs() async {
    let subject = Subject()
    let expected = await subject.work()
    let seen = Mutex<[(Int, UInt)]>([])
    await withCheckedContinuation { continuation in
      for index in 0..<1_000 {
        subject.thread.perform {
          seen.withLock { $0.append((index, UInt(pthread_self()))) }
          if index == 999 { continuation.resume() }
        }
      }
    }
    #expect(seen.withLock { $0.map(\.0) } == Array(0..<1_000))
    #expect(seen.withLock { Set($0.map(\.1)) } == [expected])
  }

  @Test("fires timers in the order of their time")
  func timers() async {
    let subject = Subject()
    #expect(await subject.order(ofDelays: [240, 0, 120]) == [1, 2, 0])
  }

  @Test("does not fire a cancelled timer, and never early")
  func cancelledTimer() async {
    let subject = Subject()
    let (fired, waited) = await subject.cancelledTimer(delay: .milliseconds(30))
    #expect(!fired)
    #expect(waited >= .milliseconds(30))
  }

  @Test("calls a watcher when its descriptor is ready, and no more once it is unwatched")
  func watching() async {
    let subject = Subject()
    let pipe = TestPipe()
    let first = await subject.firstByte(of: pipe, writing: 7)
    #expect(first == 7)
    #expect(await subject.isDeaf(to: pipe, writing: 8))
  }

  @Test("serves sockets while jobs keep coming")
  func fairness() async {
    let subject = Subject()
    let pipe = TestPipe()
    let isDone = Flag()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          while !isDone.isSet { _ = await subject.work() }
        }
      }
      let byte = await subject.firstByte(of: pipe, writing: 3)
      #expect(byte == 3)
      isDone.set()
    }
  }

  @Test("ends its thread with its executor")
  func ends() async throws {
    var subject: Subject? = Subject()
    let path = try #require(await subject?.path())
    #expect(access(path, F_OK) == 0)
    subject = nil
    let deadline = ContinuousClock.now + .seconds(10)
    while access(path, F_OK) == 0, ContinuousClock.now < deadline { await Task.yield() }
    #expect(access(path, F_OK) != 0)
  }
}
