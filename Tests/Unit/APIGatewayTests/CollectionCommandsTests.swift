import Contracts
import Foundation
import JSON
import Testing

@testable import APIGateway

@Suite struct CollectionCommandsTests {
  private let commands = CollectionCommands(requestedBy: "someone")
  private let id = UUID.v7()

  @Test func readsAWholeCollection() throws {
    let command = try commands.create([
      "input": [
        "endpointId": .string(id.lowercased), "scheduleTimezone": "UTC", "isEnabled": true, "name": "nightly",
        "schedule": [
          "cron": "0 3 * * *", "timezone": "Europe/Berlin", "overlap": "BUFFER_ONE",
          "startAt": "2026-01-31T08:00:00.000Z", "pauseOnFailure": true,
        ],
        "filters": ["include": ["a"]],
      ]
    ])
    #expect(command.name == "nightly")
    #expect(command.schedule?.overlap == "BUFFER_ONE")
    #expect(command.schedule?.startAt == Date(timeIntervalSince1970: 1_769_846_400))
    #expect(command.filters == ["include": ["a"]])
    // The default of the schema says nothing about a schedule with a zone of its own.
    #expect(command.scheduleTimezone == nil)
  }

  @Test func fillsInWhatIsNull() throws {
    let command = try commands.create([
      "input": [
        "endpointId": .string(id.lowercased), "name": nil, "isEnabled": nil, "scheduleCron": "@daily",
        "scheduleTimezone": "UTC",
      ]
    ])
    #expect(command.name == "default")
    #expect(command.isEnabled)
    #expect(command.scheduleCron == "@daily")
    #expect(command.scheduleTimezone == "UTC")
    #expect(command.schedule == nil)
  }

  @Test(
    arguments: [
      (["endpointId": "x"], "input.endpointId"), (["name": ""], "input.name"),
      (["filters": [1]], "input.filters"), (["filters": ["a": "\u{0}"]], "input.filters"),
      (["schedule": ["cron": ""]], "input.schedule.cron"),
      (["scheduleCron": .string(String(repeating: "*", count: 1_001))], "input.scheduleCron"),
      (["schedule": ["overlap": "NEVER"]], "input.schedule.overlap"),
    ] as [(JSONObject, String)])
  func namesTheInputAtFault(changes: JSONObject, field: String) {
    var input: JSONObject = ["endpointId": .string(id.lowercased)]
    input.merge(changes) { $1 }
    #expect(refusedField { try commands.create(["input": .object(input)]) } == field)
  }

  @Test func keepsApartLeftOutAndNull() throws {
    let command = try commands.update([
      "id": .string(id.lowercased), "input": ["scheduleCron": nil, "filters": nil, "isEnabled": false],
    ])
    #expect(command.scheduleCron == .cleared)
    #expect(command.filters == .cleared)
    #expect(command.isEnabled == .set(false))
    #expect(command.schedule == .unchanged)
    #expect(command.scheduleTimezone == .unchanged)
    let null: JSONObject = ["id": .string(id.lowercased), "input": ["isEnabled": nil]]
    #expect(refusedField { try commands.update(null) } == "input.isEnabled")
  }

  @Test func readsTriggers() throws {
    let triggers = TriggerCommands(requestedBy: "someone")
    let id = JSONValue.string(self.id.lowercased)
    #expect(try triggers.collection(["collectionId": id]).filters == nil)
    #expect(try triggers.endpoint(["endpointId": id, "schemaOverride": []]).schemaOverride == nil)
    #expect(
      try triggers.metadata(["input": ["endpointId": id, "schemas": ["a", "b"]]]).schemaOverride == [
        "a", "b",
      ])
  }
}
