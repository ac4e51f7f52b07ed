import Foundation

/// Decides who is told of which ended runs.
public enum WebhookPlan {
  /// One thing to tell one webhook.
  public struct Notice: Sendable, Hashable {
    public var webhookID: UUID
    public var runID: UUID
    public var outcome: RunOutcome

    public init(webhookID: UUID, runID: UUID, outcome: RunOutcome) {
      self.webhookID = webhookID
      self.runID = runID
      self.outcome = outcome
    }
  }

  /// Of as many of the runs as have at most so many notices together; of the first one in any case.
  /// - Returns: how many runs those are, and their notices.
  public static func notices(
    of runs: [EndedRun], to webhooks: [Webhook], atMost limit: Int
  ) -> (runs: Int, notices: [Notice]) {
    var all: [Notice] = []
    for (index, run) in runs.enumerated() {
      let more = notices(of: [run], to: webhooks)
      if index > 0, all.count + more.count > limit { return (index, all) }
      all += more
    }
    return (runs.count, all)
  }

  /// - Returns: in the order of the runs, then of the webhooks.
  public static func notices(of runs: [EndedRun], to webhooks: [Webhook]) -> [Notice] {
    runs.flatMap { run in
      webhooks.filter { $0.wants(run) }.map {
        Notice(webhookID: $0.id, runID: run.id, outcome: run.outcome)
      }
    }
  }
}

extension Webhook {
  /// Whether it is to be told of the end of a run. What ended before it was made is no news to it.
  public func wants(_ run: EndedRun) -> Bool {
    isEnabled && deletedAt == nil && run.completedAt >= createdAt && outcomes.contains(run.outcome)
      && kinds?.contains(run.kind) ?? true && endpointID.map { $0 == run.endpointID } ?? true
      && collectionID.map { $0 == run.collectionID } ?? true
  }
}
