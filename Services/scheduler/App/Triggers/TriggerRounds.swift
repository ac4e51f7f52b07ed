import Contracts
import Domain
import Foundation

/// Settles which triggers of a batch make a run: of each collection the first one tries, and all that find an
/// active run in the way are refused with its id. A run that ended between the two looks is no obstacle: the
/// next round tries again.
struct TriggerRounds: Sendable {
  enum Answer: Sendable, Equatable {
    case made(Run)
    case refused(Refusal)
  }

  private var waiting: [UUID: [ResolvedTrigger]] = [:]
  /// By command id.
  private(set) var answers: [String: Answer] = [:]

  var isSettled: Bool { waiting.isEmpty }
  var collections: [UUID] { Array(waiting.keys) }

  mutating func add(_ trigger: ResolvedTrigger) { waiting[trigger.collectionID, default: []].append(trigger) }

  mutating func refuse(_ request: TriggerRequest, _ refusal: Refusal) {
    answers[request.commandID] = .refused(refusal)
  }

  /// The first trigger of each collection. In one order everywhere, so that two batches that wait for each
  /// other's runs cannot deadlock.
  func candidates() -> [ResolvedTrigger] {
    waiting.values.compactMap(\.first).sorted { $0.collectionID.uuidString < $1.collectionID.uuidString }
  }

  /// Takes note of the runs that came about.
  mutating func settle(made runs: [Run]) {
    for run in runs {
      guard let collection = run.collectionID, let triggers = waiting.removeValue(forKey: collection),
        let winner = triggers.first
      else { continue }
      answers[winner.request.commandID] = .made(run)
      for trigger in triggers.dropFirst() { refuse(trigger.request, Self.inProgress(run.id)) }
    }
  }

  /// Takes note of the runs that were there already.
  mutating func settle(active runs: [UUID: Run]) {
    for (collection, run) in runs {
      for trigger in waiting.removeValue(forKey: collection) ?? [] {
        refuse(trigger.request, Self.inProgress(run.id))
      }
    }
  }

  /// Gives up on collections whose runs come and go faster than they can be looked at.
  mutating func settleRest() {
    for trigger in waiting.values.joined() { refuse(trigger.request, Self.inProgress(nil)) }
    waiting = [:]
  }

  private static func inProgress(_ run: UUID?) -> Refusal {
    Refusal(.collectionInProgress, "a run of this collection is active already", runID: run)
  }
}
