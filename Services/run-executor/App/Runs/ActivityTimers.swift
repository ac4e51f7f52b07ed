import Domain
import Foundation
import Metrics

/// How long tries of activities took. The series are made once, since looking one up costs more than recording.
enum ActivityTimers {
  private struct Key: Hashable {
    let name: String
    let outcome: RunActivity.Outcome
  }

  private static let timers: [Key: Metrics.Timer] = {
    var timers: [Key: Metrics.Timer] = [:]
    for name in ActivityName.allCases {
      for outcome in RunActivity.Outcome.allCases {
        let dimensions = [("activity", name.rawValue), ("outcome", outcome.rawValue)]
        timers[Key(name: name.rawValue, outcome: outcome)] =
          Metrics.Timer(label: "nucleus.activity.duration", dimensions: dimensions)
      }
    }
    return timers
  }()

  static func record(_ activities: [RunActivity]) {
    for activity in activities {
      guard let end = activity.endedAt else { continue }
      timers[Key(name: activity.name, outcome: activity.outcome)]?
        .recordSeconds(max(0, end.timeIntervalSince(activity.startedAt)))
    }
  }
}
