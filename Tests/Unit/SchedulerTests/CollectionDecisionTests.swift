import Contracts
import Domain
import Foundation
import JSON
import Testing

@testable import Scheduler

@Suite struct CollectionDecisionTests {
  private static let rule = ScheduleRule(minimumInterval: 60)
  private static let now = Date(timeIntervalSince1970: 1_742_000_000)

  private static func create(
    _ change: (inout CreateCollection) -> Void
  ) throws(Refusal) -> MetadataCollection {
    var command = CreateCollection(endpointID: .v7(), requestedBy: "test")
    change(&command)
    return try CreateCollectionDecision(schedules: rule).decide(command, id: .v7(), now: now)
  }

  private static func update(
    _ schedule: Schedule?, _ change: (inout UpdateCollection) -> Void
  ) throws(Refusal) -> MetadataCollection {
    let current = MetadataCollection(
      id: .v7(), endpointID: .v7(), name: "c", isEnabled: true, schedule: schedule, filters: ["a": 1],
      createdAt: now, updatedAt: now, deletedAt: nil)
    var command = UpdateCollection(collectionID: current.id, requestedBy: "test")
    change(&command)
    return try UpdateCollectionDecision(schedules: rule).decide(command, on: current, now: now)
  }

  // MARK: Create

  @Test func aBareCollectionIsManual() throws {
    let collection = try Self.create { _ in }
    #expect(collection.name == "default")
    #expect(collection.isEnabled)
    #expect(collection.schedule == nil)
    #expect(collection.filters == nil)
  }

  @Test func bothFormsOfAScheduleAreRead() throws {
    let short = try Self.create {
      $0.scheduleCron = " 0 9 * * 1 "
      $0.scheduleTimezone = "Europe/Berlin"
    }
    #expect(short.schedule == Schedule(cron: "0 9 * * 1", timezone: "Europe/Berlin"))
    let long = try Self.create {
      $0.scheduleCron = "@daily"
      $0.schedule = ScheduleInput(cron: "@daily", timezone: "Asia/Kolkata")
      $0.schedule?.overlap = "BUFFER_ONE"
      $0.schedule?.pauseOnFailure = true
    }
    #expect(
      long.schedule
        == Schedule(cron: "@daily", timezone: "Asia/Kolkata", overlap: .bufferOne, pausesOnFailure: true))
    #expect(
      try Self.create { $0.schedule = ScheduleInput(intervalSeconds: 60) }.schedule?.intervalSeconds == 60)
  }

  private struct Fault: Sendable, CustomTestStringConvertible {
    let code: ErrorCode
    let field: String
    let change: @Sendable (inout CreateCollection) -> Void
    var testDescription: String { "\(code) \(field)" }

    init(_ code: ErrorCode, _ field: String, _ change: @escaping @Sendable (inout CreateCollection) -> Void) {
      self.code = code
      self.field = field
      self.change = change
    }
  }

  private static let faults: [Fault] = [
    Fault(.invalidInput, "input.name") { $0.name = "" },
    Fault(.invalidInput, "input.filters") { $0.filters = "x" },
    Fault(.invalidInput, "input.filters") {
      $0.filters = ["a": .string(String(repeating: "x", count: 70_000))]
    },
    Fault(.invalidInput, "input.filters") { $0.filters = ["a": "b\0c"] },
    Fault(.invalidInput, "input.filters") { command in
      command.filters = .object(["a": (0..<40).reduce(JSONValue.null) { inner, _ in .array([inner]) }])
    },
    Fault(.invalidInput, "input.scheduleCron") {
      $0.scheduleCron = "@daily"
      $0.schedule = ScheduleInput(cron: "@hourly")
    },
    Fault(.invalidInput, "input.scheduleCron") {
      $0.scheduleCron = "@daily"
      $0.schedule = ScheduleInput(intervalSeconds: 600)
    },
    Fault(.scheduleInvalid, "input.scheduleCron") { $0.scheduleCron = "* * *" },
    Fault(.scheduleInvalid, "input.scheduleCron") { $0.scheduleCron = "" },
    Fault(.scheduleInvalid, "input.scheduleTimezone") { $0.scheduleTimezone = "Mars/Phobos" },
    Fault(.scheduleInvalid, "input.scheduleTimezone") { $0.scheduleTimezone = "GMT+2" },
    Fault(.scheduleInvalid, "input.scheduleTimezone") { $0.scheduleTimezone = "PST" },
    Fault(.scheduleInvalid, "input.schedule") { $0.schedule = ScheduleInput() },
    Fault(.scheduleInvalid, "input.schedule") {
      $0.schedule = ScheduleInput(cron: "@daily", intervalSeconds: 60)
    },
    Fault(.scheduleInvalid, "input.schedule.cron") { $0.schedule = ScheduleInput(cron: "@reboot") },
    Fault(.scheduleInvalid, "input.schedule.intervalSeconds") {
      $0.schedule = ScheduleInput(intervalSeconds: 59)
    },
    Fault(.scheduleInvalid, "input.schedule.intervalSeconds") {
      $0.schedule = ScheduleInput(intervalSeconds: -1)
    },
    Fault(.scheduleInvalid, "input.schedule.timezone") {
      $0.schedule = ScheduleInput(cron: "@daily", timezone: "Nowhere")
    },
    Fault(.invalidInput, "input.schedule.overlap") {
      $0.schedule = ScheduleInput(cron: "@daily")
      $0.schedule?.overlap = "NEVER"
    },
    Fault(.invalidInput, "input.schedule.jitterSeconds") {
      $0.schedule = ScheduleInput(cron: "@daily")
      $0.schedule?.jitterSeconds = -1
    },
    Fault(.invalidInput, "input.schedule.catchupWindowSeconds") {
      $0.schedule = ScheduleInput(cron: "@daily")
      $0.schedule?.catchupWindowSeconds = -1
    },
    Fault(.scheduleInvalid, "input.schedule.endAt") {
      $0.schedule = ScheduleInput(cron: "@daily")
      $0.schedule?.startAt = Date(timeIntervalSince1970: 100)
      $0.schedule?.endAt = Date(timeIntervalSince1970: 99)
    },
  ]

  @Test(arguments: faults) private func namesTheFieldAtFault(fault: Fault) {
    let refused = refusal { () throws(Refusal) in try Self.create(fault.change) }
    #expect(refused?.code == fault.code)
    #expect(refused?.field == fault.field)
  }

  @Test(arguments: [
    "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+2", "CET", "Asia/Calcutta",
  ])
  func ianaZonesAreKnown(zone: String) throws {
    #expect(try Self.rule.timezone(zone, "f") == zone)
  }

  // MARK: Pace

  /// The smallest gap of the next hundred fires counts, not the mean (A6).
  @Test func expressionsThatFireTooFastAreRefused() throws {
    let rule = ScheduleRule(minimumInterval: 600)
    let create = CreateCollectionDecision(schedules: rule)
    func refused(_ cron: String, _ zone: String = "UTC") -> Refusal? {
      var command = CreateCollection(endpointID: .v7(), requestedBy: "test")
      command.scheduleCron = cron
      command.scheduleTimezone = zone
      return refusal { () throws(Refusal) in try create.decide(command, id: .v7(), now: Self.now) }
    }
    #expect(refused("*/10 * * * *") == nil)
    #expect(refused("0 9 * * 1") == nil)
    for cron in ["*/9 * * * *", "0,5 9 1 * *", "59,0 * * * *"] {
      #expect(refused(cron)?.code == .scheduleInvalid, "\(cron)")
      #expect(refused(cron)?.field == "input.scheduleCron", "\(cron)")
    }
    // In Berlin the first of the two falls on the end of the gap of 30 March, five minutes before the second.
    #expect(refused("5 2,3 * * *") == nil)
    #expect(refused("5 2,3 * * *", "Europe/Berlin")?.message.contains("300 seconds") == true)
    let long = refusal { () throws(Refusal) in
      try rule.schedule(ScheduleInput(cron: "* * * * *"), timezone: "UTC", "input.schedule", now: Self.now)
    }
    #expect(long?.field == "input.schedule.cron")
    // A new zone alone is checked too.
    let update = UpdateCollectionDecision(schedules: rule)
    let current = MetadataCollection(
      id: .v7(), endpointID: .v7(), name: "c", isEnabled: true, schedule: Schedule(cron: "5 2,3 * * *"),
      filters: nil, createdAt: Self.now, updatedAt: Self.now, deletedAt: nil)
    var command = UpdateCollection(collectionID: current.id, requestedBy: "test")
    command.scheduleTimezone = .set("Europe/Berlin")
    let moved = refusal { () throws(Refusal) in try update.decide(command, on: current, now: Self.now) }
    #expect(moved?.field == "input.scheduleTimezone")
  }

  @Test func aRefusedExpressionSaysWhatWouldBeRight() {
    let refused = refusal { () throws(Refusal) in
      try Self.create { $0.scheduleCron = "0 22-6 * * *" }
    }
    #expect(refused?.message.contains("the hour at character 3 must be a range that runs upwards") == true)
    #expect(refused?.message.contains("write 22-23,0-6") == true)
  }

  // MARK: Update

  @Test func whatIsLeftOutStays() throws {
    let schedule = Schedule(cron: "@daily", timezone: "Europe/Berlin", overlap: .cancelOther)
    let updated = try Self.update(schedule) { $0.isEnabled = .set(false) }
    #expect(updated.schedule == schedule)
    #expect(updated.filters == ["a": 1])
    #expect(!updated.isEnabled)
  }

  @Test func nullClears() throws {
    let updated = try Self.update(Schedule(cron: "@daily")) {
      $0.scheduleCron = .cleared
      $0.filters = .cleared
    }
    #expect(updated.schedule == nil)
    #expect(updated.filters == nil)
    #expect(try Self.update(Schedule(cron: "@daily")) { $0.schedule = .cleared }.schedule == nil)
    // A JSON null inside the patch is the same.
    #expect(try Self.update(nil) { $0.filters = .set(.null) }.filters == nil)
  }

  @Test func theZoneAloneBelongsToACronSchedule() throws {
    let updated = try Self.update(Schedule(cron: "@daily")) { $0.scheduleTimezone = .set("Europe/Paris") }
    #expect(updated.schedule == Schedule(cron: "@daily", timezone: "Europe/Paris"))
    let interval = Schedule(intervalSeconds: 600)
    #expect(try Self.update(interval) { $0.scheduleTimezone = .set("Europe/Paris") }.schedule == interval)
    #expect(try Self.update(nil) { $0.scheduleTimezone = .set("Europe/Paris") }.schedule == nil)
  }

  @Test func aCronAloneKeepsTheRestOfTheSchedule() throws {
    let current = Schedule(intervalSeconds: 600, timezone: "Europe/Paris", overlap: .bufferOne)
    let updated = try Self.update(current) { $0.scheduleCron = .set("@hourly") }
    #expect(updated.schedule == Schedule(cron: "@hourly", timezone: "Europe/Paris", overlap: .bufferOne))
  }

  @Test func aScheduleReplacesTheWholeButForThePause() throws {
    let current = Schedule(
      cron: "@daily", timezone: "Europe/Paris", overlap: .bufferOne, isPaused: true, pauseNote: "holiday")
    let updated = try Self.update(current) { $0.schedule = .set(ScheduleInput(intervalSeconds: 600)) }
    #expect(updated.schedule == Schedule(intervalSeconds: 600, isPaused: true, pauseNote: "holiday"))
  }

  @Test func contradictionsAreRefused() {
    let contradictions: [(inout UpdateCollection) -> Void] = [
      {
        $0.schedule = .set(ScheduleInput(cron: "@daily"))
        $0.scheduleCron = .set("@hourly")
      },
      {
        $0.schedule = .set(ScheduleInput(cron: "@daily"))
        $0.scheduleCron = .cleared
      },
      {
        $0.schedule = .cleared
        $0.scheduleCron = .set("@daily")
      },
    ]
    for contradiction in contradictions {
      let refused = refusal { () throws(Refusal) in try Self.update(nil, contradiction) }
      #expect(refused?.code == .invalidInput)
      #expect(refused?.field == "input.scheduleCron")
    }
    let enabled = refusal { () throws(Refusal) in try Self.update(nil) { $0.isEnabled = .cleared } }
    #expect(enabled?.field == "input.isEnabled")
  }
}
