import Contracts
import Domain
import Foundation
import Testing

@testable import Scheduler

@Suite struct ChangeSetDecisionTests {
  private func changeSet(_ state: CatalogChangeSet.State) -> CatalogChangeSet {
    CatalogChangeSet(
      id: .v7(), endpointID: .v7(), runID: .v7(), state: state, createdAt: Date(), found: 1, live: 4,
      missing: 3, threshold: 0.5)
  }

  @Test(arguments: [CatalogChangeSet.State.applied, .rejected])
  func whatIsPendingIsDecidedOnceAndTheSameWordAgainIsNone(wanted: CatalogChangeSet.State) throws {
    #expect(try ChangeSetDecision.decide(wanted, on: changeSet(.pending), pending: nil) == .proceed)
    #expect(try ChangeSetDecision.decide(wanted, on: changeSet(wanted), pending: nil) == .alreadyDone)
    let other: CatalogChangeSet.State = wanted == .applied ? .rejected : .applied
    for state in [other, .superseded] {
      #expect { try ChangeSetDecision.decide(wanted, on: changeSet(state), pending: nil) } throws: { error in
        (error as? Refusal)?.field == "id"
      }
    }
  }

  @Test func namesWhatIsToBeDecidedInstead() {
    let open = changeSet(.pending)
    #expect {
      try ChangeSetDecision.decide(.applied, on: changeSet(.superseded), pending: open)
    } throws: { error in
      (error as? Refusal)?.message.contains(open.id.lowercased) == true
    }
  }
}
