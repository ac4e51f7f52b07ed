import Contracts
import Crypto
import Domain
import Foundation
import JSON
import Logging
import ServiceLifecycle
import Testing

@testable import APIGateway

@Suite(.timeLimit(.minutes(3))) struct AuditReporterTests {
  private static let request = RequestIdentity(
    correlationID: "c",
    caller: Caller(
      keyID: "k", name: "Ann", role: .viewer, address: "10.0.0.9", grant: .adminKey,
      digestKey: SymmetricKey(size: .bits256)),
    idempotencyKey: nil)

  /// Runs a reporter beside `body`, then shuts it down in order.
  private func with(
    _ notices: RecordingNotices, capacity: Int = 10, _ body: @Sendable (AuditReporter) async throws -> Void
  ) async throws {
    let reporter = AuditReporter(notices: notices, capacity: capacity, logger: Logger(label: "test"))
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: reporter)], logger: Logger(label: "test")))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      try await body(reporter)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  private func report(_ name: String, to reporter: AuditReporter) {
    reporter.report(name, objectID: "o", refusedWith: .roleForbidden, in: Self.request)
  }

  @Test func sendsWhatWasReportedBeforeItEnds() async throws {
    let notices = RecordingNotices()
    try await with(notices) { reporter in
      for name in ["one", "two", "three"] { self.report(name, to: reporter) }
    }
    #expect(notices.refusals.map(\.mutation) == ["one", "two", "three"])
    #expect(notices.refusals.allSatisfy { $0.outcome == "E_ROLE_FORBIDDEN" && $0.objectID == "o" })
    let posted = try #require(notices.posted.first)
    #expect(posted.correlationID == "c")
    #expect(posted.actor == Actor(keyID: "k", name: "Ann", role: "VIEWER", address: "10.0.0.9"))
  }

  /// The same notice is sent again under the same id, so that the scheduler can tell a copy.
  @Test func triesAgainUnderTheSameID() async throws {
    let tries = Tries()
    let notices = RecordingNotices { _ in if tries.next() < 3 { throw CancellationError() } }
    try await with(notices) { reporter in
      self.report("stubborn", to: reporter)
      await notices.waitUntilPosted(1)
    }
    #expect(notices.refusals.map(\.mutation) == ["stubborn"])
    #expect(tries.count == 3)
  }

  /// Reporting neither waits nor grows while nothing can be sent.
  @Test func dropsWhatDoesNotFit() async throws {
    let notices = RecordingNotices()
    let reporter = AuditReporter(notices: notices, capacity: 2, logger: Logger(label: "test"))
    for name in ["a", "b", "c", "d"] { report(name, to: reporter) }
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: reporter)], logger: Logger(label: "test")))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      await notices.waitUntilPosted(2)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    #expect(notices.refusals.map(\.mutation) == ["a", "b"])
  }

  @Test(
    arguments: [
      (["id": "0198C0DE-0000-7000-8000-000000000001"], "0198c0de-0000-7000-8000-000000000001"),
      (
        ["input": ["endpointId": "0198c0de-0000-7000-8000-000000000002"]],
        "0198c0de-0000-7000-8000-000000000002"
      ),
      (
        ["collectionId": "0198c0de-0000-7000-8000-000000000003", "filters": ["id": "x"]],
        "0198c0de-0000-7000-8000-000000000003"
      ),
      (["id": "my-password"], nil), (["input": ["name": "x"]], nil), ([:], nil),
    ] as [(JSONObject, String?)])
  func findsTheObjectInTheArguments(arguments: JSONObject, id: String?) {
    #expect(AuditedObject.id(in: arguments) == id)
  }
}
