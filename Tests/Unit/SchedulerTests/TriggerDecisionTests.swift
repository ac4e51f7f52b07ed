import Contracts
import Domain
import Foundation
import JSON
import Storage
import Testing

@testable import Scheduler

@Suite struct TriggerDecisionTests {
  private let endpoint = UUID.v7()

  private func target(
    _ name: String, isEnabled: Bool = true, isDeleted: Bool = false, isEndpointEnabled: Bool = true
  ) -> TriggerTarget {
    TriggerTarget(
      collectionID: .v7(), endpointID: endpoint, name: name, isEnabled: isEnabled, isDeleted: isDeleted,
      isEndpointEnabled: isEndpointEnabled)
  }

  private func decide(_ collections: [TriggerTarget], hadCollections: Bool = true) -> TriggerDecision {
    .decide(
      endpoint: endpoint,
      EndpointTriggerTarget(endpointID: endpoint, hadCollections: hadCollections, collections: collections))
  }

  private func code(_ decision: TriggerDecision) -> ErrorCode? {
    if case .refuse(let refusal) = decision { refusal.code } else { nil }
  }

  @Test func collections() {
    let live = target("a")
    #expect(TriggerDecision.decide(collection: live.collectionID, live) == .run(live))
    #expect(code(.decide(collection: .v7(), nil)) == .collectionNotFound)
    #expect(code(.decide(collection: .v7(), target("a", isDeleted: true))) == .collectionNotFound)
    #expect(code(.decide(collection: .v7(), target("a", isEnabled: false))) == .collectionDisabled)
    #expect(code(.decide(collection: .v7(), target("a", isEndpointEnabled: false))) == .collectionDisabled)
  }

  @Test func endpoints() {
    let (first, second, standard) = (target("a"), target("b"), target("default"))
    #expect(decide([first]) == .run(first))
    #expect(decide([first, standard]) == .run(standard))
    #expect(decide([], hadCollections: false) == .makeDefault)
    #expect(code(decide([])) == .collectionNotFound)
    #expect(code(decide([target("a", isEnabled: false)])) == .collectionDisabled)
    #expect(code(.decide(endpoint: endpoint, nil)) == .endpointNotFound)
    let deleted = EndpointTriggerTarget(endpointID: endpoint, isDeleted: true)
    #expect(code(.decide(endpoint: endpoint, deleted)) == .endpointNotFound)
    let disabled = EndpointTriggerTarget(endpointID: endpoint, isEnabled: false, hadCollections: false)
    #expect(code(.decide(endpoint: endpoint, disabled)) == .collectionDisabled)
    guard case .refuse(let refusal) = decide([first, second]) else {
      Issue.record("two collections without a default are ambiguous")
      return
    }
    #expect(refusal.code == .collectionAmbiguous)
    #expect(refusal.collectionIDs == [first.collectionID, second.collectionID])
  }

  @Test func requestsCarryTheirFilters() throws {
    let envelope = Envelope(messageID: "c", type: .collectionTrigger, appID: "test", body: [])
    func filters(_ filters: JSONValue?, _ schemas: [String]?) -> Result<JSONValue?, Refusal> {
      let command = TriggerCollection(
        collectionID: .v7(), requestedBy: "test", filters: filters, schemaOverride: schemas)
      return TriggerRequest(command, envelope).filters
    }
    #expect(try filters(nil, nil).get() == nil)
    #expect(try filters(.null, []).get() == nil)
    #expect(try filters(["a": 1], nil).get() == ["a": 1])
    #expect(try filters(["schemas": ["x"]], ["y"]).get() == ["schemas": ["y"]])
    #expect(try filters(nil, ["y", "z"]).get() == ["schemas": ["y", "z"]])
    for (value, schemas, field): (JSONValue?, [String]?, String) in [
      ([1], nil, "filters"), (nil, [""], "schemaOverride"),
      (nil, Array(repeating: "x", count: 1_001), "schemaOverride"),
      (nil, [String(repeating: "x", count: 201)], "schemaOverride"),
    ] {
      guard case .failure(let refusal) = filters(value, schemas) else {
        Issue.record("\(field) passed")
        continue
      }
      #expect(refusal.field == field)
    }
  }
}
