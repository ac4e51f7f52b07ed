import Logging
import ServiceRuntime

/// Applies rules until nothing old is left: a batch of each in turn, so that one with much to do does not keep the
/// others waiting. A rule that fails is left to the next pass.
struct RetentionPass: Sendable {
  let rules: [RetentionRule]
  let logger: Logger
  private let metrics: RetentionMetrics

  init(_ rules: [RetentionRule], logger: Logger) {
    self.rules = rules
    self.logger = logger
    metrics = RetentionMetrics(rules.map(\.name))
  }

  func run() async {
    var due = rules
    var isWhole = true
    while !due.isEmpty {
      var unfinished: [RetentionRule] = []
      for rule in due {
        guard !Task.isCancelled else { return }
        switch await apply(rule) {
        case nil: isWhole = false
        case rule.batch: unfinished.append(rule)
        default: break
        }
      }
      due = unfinished
    }
    if isWhole { metrics.passed() }
  }

  /// - Returns: how many rows went; nil when it failed.
  private func apply(_ rule: RetentionRule) async -> Int? {
    do {
      let count = try await rule.prune(rule.age, rule.batch)
      metrics.removed(count, by: rule.name)
      return count
    } catch {
      logger.debug("Not pruned.", metadata: ["rule": "\(rule.name)", LogKey.error: "\(error)"])
      return nil
    }
  }
}
