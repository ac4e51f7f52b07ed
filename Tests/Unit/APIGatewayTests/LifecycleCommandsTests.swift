import Contracts
import Foundation
import JSON
import Testing

@testable import APIGateway

/// What the mutations that pause, resume, backfill and cancel take and refuse.
@Suite struct LifecycleCommandsTests {
  private static let id = "0198c0de-0000-7000-8000-000000000001"
  private let commands = LifecycleCommands(requestedBy: "someone")

  @Test func readsAPauseWithItsNote() throws {
    let command = try commands.pause(["id": .string(Self.id), "note": "maintenance"])
    #expect(command.collectionID.lowercased == Self.id)
    #expect(command.note == "maintenance" && command.requestedBy == "someone")
    #expect(try commands.resume(["id": .string(Self.id)]).note == nil)
  }

  @Test(arguments: ["", String(repeating: "x", count: 1_001)])
  func refusesNotesOfNoUse(note: String) {
    #expect(refusedField { try commands.pause(["id": .string(Self.id), "note": .string(note)]) } == "note")
    #expect(refusedField { try commands.resumeAll(["labels": ["a"], "note": .string(note)]) } == "note")
  }

  /// Everything at once is never meant by leaving something out.
  @Test(arguments: [nil, [], [""]] as [JSONValue?])
  func refusesToPauseEverything(labels: JSONValue?) {
    var arguments: JSONObject = [:]
    arguments["labels"] = labels
    #expect(refusedField { try commands.pauseAll(arguments) }?.hasPrefix("labels") == true)
  }

  @Test func readsLabels() throws {
    let command = try commands.pauseAll(["labels": ["eu", "erp"], "endpointId": .string(Self.id)])
    #expect(command.labels == ["eu", "erp"])
    #expect(command.endpointID?.lowercased == Self.id)
  }

  @Test(arguments: ["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"])
  func refusesARangeThatIsNone(from: String) {
    let arguments: JSONObject = [
      "id": .string(Self.id), "from": .string(from), "to": "2026-01-01T00:00:00Z",
    ]
    #expect(refusedField { try commands.backfill(arguments) } == "to")
  }

  @Test func readsARange() throws {
    let command = try commands.backfill([
      "id": .string(Self.id), "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00.5Z",
    ])
    #expect(command.to.timeIntervalSince(command.from) == 86_400.5)
  }
}
