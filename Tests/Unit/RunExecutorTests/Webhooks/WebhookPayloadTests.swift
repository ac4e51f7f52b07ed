import Domain
import Foundation
import JSON
import Storage
import Testing

@testable import RunExecutor

@Suite struct WebhookPayloadTests {
  private let target = WebhookSessions.Target(
    webhookID: UUID(), name: "Pager", url: "https://example.com", sealedSecret: "nsl1.x")
  private static let noon = Date(timeIntervalSince1970: 1_767_268_800)

  private func task(_ change: (inout Run) -> Void = { _ in }) -> WebhookSessions.Task {
    var run = Run(
      id: UUID(), kind: .collection, trigger: .schedule, endpointID: UUID(), collectionID: UUID(),
      status: .failed, requestedBy: "schedule", requestedAt: Self.noon,
      startedAt: Self.noon.addingTimeInterval(2), completedAt: Self.noon.addingTimeInterval(3.5), attempt: 1,
      error: "the source answered: password=hunter2 is wrong", errorCode: "E_UPSTREAM_AUTH")
    change(&run)
    return WebhookSessions.Task(
      deliveryID: UUID(), event: .runFailed, attempts: 1, attempt: 1, run: run, endpointName: "Orders",
      sourceID: "orders", collectionName: "nightly")
  }

  @Test func tellsWhatAReceiverNeeds() throws {
    let task = task()
    let body = try JSONValue(parsing: WebhookPayload.run(task, of: target))
    #expect(body["type"] == "run.failed" && body["timestamp"] == "2026-01-01T12:00:03.500Z")
    let run = try #require(body["data"]?["run"])
    #expect(run["id"] == .string(task.run.id.uuidString.lowercased()) && run["status"] == "FAILED")
    #expect(run["errorCode"] == "E_UPSTREAM_AUTH" && run["scheduledFor"] == .null)
    #expect(run["waitedMilliseconds"] == 2_000 && run["durationMilliseconds"] == 1_500)
    #expect(body["data"]?["endpoint"]?["sourceId"] == "orders")
    #expect(body["data"]?["collection"]?["name"] == "nightly")
    #expect(body["data"]?["webhook"]?["name"] == "Pager")
  }

  /// Repetitions are told by their id; what they say must not differ.
  @Test func saysTheSameEachTime() {
    var again = task()
    let first = WebhookPayload.run(again, of: target)
    again.attempts = 5
    #expect(WebhookPayload.run(again, of: target) == first)
  }

  @Test func holdsNoSecret() {
    let text = String(decoding: WebhookPayload.run(task(), of: target), as: UTF8.self)
    #expect(!text.contains("hunter2") && !text.contains("nsl1"))
  }

  @Test func aRunThatNeverBeganAndBelongsToNoCollection() throws {
    let task = task {
      $0.startedAt = nil
      $0.collectionID = nil
    }
    let data = try JSONValue(parsing: WebhookPayload.run(task, of: target))["data"]
    #expect(data?["collection"] == .null && data?["run"]?["durationMilliseconds"] == .null)
  }

  @Test func aTestIsMarked() throws {
    let body = try JSONValue(parsing: WebhookPayload.test(of: target, at: Self.noon))
    #expect(body["type"] == "webhook.test" && body["data"]?["test"] == true)
  }
}
