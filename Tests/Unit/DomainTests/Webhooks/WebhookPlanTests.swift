import Domain
import Foundation
import TestSupport
import Testing

/// Who is told of which ended runs.
@Suite struct WebhookPlanTests {
  private static let noon = Date(timeIntervalSince1970: 1_767_268_800)
  private static let endpoint = UUID()
  private static let collection = UUID()

  private func webhook(_ change: (inout Webhook) -> Void = { _ in }) -> Webhook {
    var webhook = Webhook(
      id: UUID(), name: "w", url: "https://example.com", outcomes: RunOutcome.allCases, createdAt: Self.noon,
      updatedAt: Self.noon)
    change(&webhook)
    return webhook
  }

  private func run(
    _ outcome: RunOutcome = .failed, _ kind: RunKind = .collection, endpoint: UUID = Self.endpoint,
    collection: UUID? = Self.collection, at: Date = Self.noon
  ) -> EndedRun {
    EndedRun(
      id: UUID(), kind: kind, outcome: outcome, endpointID: endpoint, collectionID: collection,
      completedAt: at)
  }

  @Test func oneWithoutConditionsWantsAll() {
    for outcome in RunOutcome.allCases {
      for kind in RunKind.allCases { #expect(webhook().wants(run(outcome, kind, collection: nil))) }
    }
  }

  @Test func everyConditionHasToHold() {
    #expect(!webhook { $0.outcomes = [.succeeded] }.wants(run(.failed)))
    #expect(webhook { $0.outcomes = [.succeeded, .failed] }.wants(run(.failed)))
    #expect(!webhook { $0.kinds = [.preview] }.wants(run()))
    #expect(webhook { $0.kinds = [.preview, .collection] }.wants(run()))
    #expect(!webhook { $0.endpointID = UUID() }.wants(run()))
    #expect(webhook { $0.endpointID = Self.endpoint }.wants(run()))
    #expect(!webhook { $0.collectionID = Self.collection }.wants(run(collection: nil)))
    #expect(!webhook { $0.collectionID = UUID() }.wants(run()))
    #expect(webhook { $0.collectionID = Self.collection }.wants(run()))
    #expect(!webhook { $0.isEnabled = false }.wants(run()))
    #expect(!webhook { $0.deletedAt = Self.noon }.wants(run()))
  }

  @Test func whatEndedBeforeItWasMadeIsNoNews() {
    #expect(!webhook().wants(run(at: Self.noon.addingTimeInterval(-0.001))))
    #expect(webhook().wants(run(at: Self.noon)))
  }

  /// As many runs as fit, in order, and never none: whoever plans gets on.
  @Test func noMoreThanATransactionBears() {
    let webhooks = (0..<3).map { _ in webhook() }
    let runs = (0..<4).map { _ in run() }
    for (limit, count) in [(0, 1), (2, 1), (3, 1), (5, 1), (6, 2), (11, 3), (12, 4), (100, 4)] {
      let (taken, notices) = WebhookPlan.notices(of: runs, to: webhooks, atMost: limit)
      #expect(taken == count && notices == WebhookPlan.notices(of: Array(runs.prefix(count)), to: webhooks))
    }
    #expect(WebhookPlan.notices(of: runs, to: [], atMost: 0).runs == 4)
  }

  /// Any number of each: no pair is told of twice, and exactly those that want it.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func aNoticeForEachPairThatFits(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let endpoints = (0..<3).map { _ in UUID() }
    let runs = (0..<40).map { _ in
      run(
        RunOutcome.allCases.randomElement(using: &generator) ?? .failed,
        RunKind.allCases.randomElement(using: &generator) ?? .prompt,
        endpoint: endpoints.randomElement(using: &generator) ?? UUID())
    }
    let webhooks = (0..<10).map { _ in
      webhook {
        $0.outcomes = RunOutcome.allCases.filter { _ in Bool.random(using: &generator) }
        $0.endpointID = Bool.random(using: &generator) ? endpoints.randomElement(using: &generator) : nil
      }
    }
    let notices = WebhookPlan.notices(of: runs, to: webhooks)
    #expect(Set(notices).count == notices.count)
    for run in runs {
      for webhook in webhooks {
        let notice = WebhookPlan.Notice(webhookID: webhook.id, runID: run.id, outcome: run.outcome)
        #expect(notices.contains(notice) == webhook.wants(run))
      }
    }
  }
}
