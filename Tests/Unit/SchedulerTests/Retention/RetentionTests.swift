import Logging
import Synchronization
import Testing

@testable import Scheduler

/// What is old goes in bounded batches, and no rule keeps another waiting.
@Suite struct RetentionTests {
  /// Tables with so many old rows each, and what was removed of which, in order.
  private final class Tables: Sendable {
    struct State {
      var old: [String: Int]
      var removals: [String] = []
    }

    let state: Mutex<State>

    init(_ old: [String: Int]) { state = Mutex(State(old: old)) }

    var removals: [String] { state.withLock(\.removals) }

    func rule(_ name: String, failing failure: (any Error)? = nil) -> RetentionRule {
      RetentionRule(name, after: .seconds(60), batch: 10) { [self] age, limit in
        #expect(age == .seconds(60) && limit == 10)
        if let failure { throw failure }
        return state.withLock { state in
          let count = min(limit, state.old[name, default: 0])
          state.old[name, default: 0] -= count
          state.removals.append("\(name) \(count)")
          return count
        }
      }
    }
  }

  private func pass(_ rules: [RetentionRule]) -> RetentionPass {
    RetentionPass(rules, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  @Test func aLongBacklogTakesTurnsWithTheOthers() async {
    let tables = Tables(["a": 25, "b": 3])
    await pass([tables.rule("a"), tables.rule("b")]).run()
    #expect(tables.removals == ["a 10", "b 3", "a 10", "a 5"])
  }

  @Test func aRuleThatFailsStopsNoOther() async {
    let tables = Tables(["a": 5, "b": 20])
    await pass([tables.rule("a", failing: CancellationError()), tables.rule("b")]).run()
    #expect(tables.removals == ["b 10", "b 10", "b 0"])
  }

  /// A backlog of any length does not outlive a shutdown.
  @Test func aCancelledPassStops() async {
    let tables = Tables(["a": .max])
    let rule = tables.rule("a")
    let pass = pass([
      RetentionRule("a", after: rule.age, batch: rule.batch) { age, limit in
        let count = try await rule.prune(age, limit)
        if tables.removals.count == 3 { withUnsafeCurrentTask { $0?.cancel() } }
        return count
      }
    ])
    await withTaskGroup(of: Void.self) { group in group.addTask { await pass.run() } }
    #expect(tables.removals.count == 3)
  }
}
