import Foundation
import Synchronization

/// Carries out a plan, one thread for each connection.
final class LoadRun: Sendable {
  private let plan: LoadPlan
  private let left: Atomic<Int>
  private let results = Mutex(LoadResults())

  init(_ plan: LoadPlan) {
    self.plan = plan
    left = Atomic(plan.count ?? .max)
  }

  func carryOut() throws -> LoadResults {
    let group = DispatchGroup()
    let start = ContinuousClock.now
    for number in 0..<plan.connections {
      group.enter()
      Thread.detachNewThread {
        self.work(connection: number, from: start)
        group.leave()
      }
    }
    group.wait()
    return results.withLock { results in
      results.seconds = (ContinuousClock.now - start) / .seconds(1)
      return results
    }
  }

  private func work(connection number: Int, from start: ContinuousClock.Instant) {
    let requests = stride(from: number, to: plan.requests.count, by: plan.connections).map {
      encoded(plan.requests[$0])
    }
    guard !requests.isEmpty else { return }
    let deadline = start + .seconds(plan.seconds)
    var own = LoadResults()
    var connection: HTTPConnection?
    var next = 0
    while ContinuousClock.now < deadline, left.subtract(1, ordering: .relaxed).newValue >= 0 {
      let sent = Date().timeIntervalSince1970
      let begin = ContinuousClock.now
      do {
        let open = try connection ?? HTTPConnection(host: plan.host, port: plan.port)
        connection = open
        let answer = try open.exchange(requests[next])
        if let code = answer.errorCode {
          own.refused[code, default: 0] += 1
        } else {
          let duration = (ContinuousClock.now - begin) / .seconds(1)
          own.calls.append(LoadResults.Call(id: answer.identifier, start: sent, duration: duration))
        }
      } catch {
        own.failed += 1
        connection = nil
      }
      next = (next + 1) % requests.count
      if next == 0, plan.once { break }
      if plan.pause > 0 { Thread.sleep(forTimeInterval: plan.pause) }
    }
    results.withLock { results in
      results.calls += own.calls
      results.refused.merge(own.refused, uniquingKeysWith: +)
      results.failed += own.failed
    }
  }

  private func encoded(_ request: LoadPlan.Request) -> [UInt8] {
    var text = "\(request.method) \(request.path) HTTP/1.1\r\nHost: \(plan.host):\(plan.port)\r\n"
    text += "Authorization: Bearer \(plan.bearer)\r\n"
    if !request.body.isEmpty {
      text += "Content-Type: application/json\r\nContent-Length: \(request.body.utf8.count)\r\n"
    }
    return Array((text + "\r\n" + request.body).utf8)
  }
}
