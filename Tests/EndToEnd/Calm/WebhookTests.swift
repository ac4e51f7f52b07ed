import Crypto
import Foundation
import JSON
import Postgres
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// Somebody who misbehaves is told how runs end: no run waits for it, and nothing is lost (B11).
  @Suite struct Webhooks {
    private let platform: Platform

    init() throws { platform = try .shared }

    private static let create = """
      mutation ($input: WebhookInput!) { createWebhook(input: $input) { webhook { id url } secret } }
      """

    private func deliveries(of webhook: String) async throws -> [JSONValue] {
      try await platform.api.value(
        """
        query ($id: ID!) { webhookDeliveries(webhookId: $id, first: 100) {
          id runId event status attempts httpStatus latencyMs error settledAt run { status } webhook { name } } }
        """, ["id": .string(webhook)]
      ).arrayValue ?? []
    }

    private func isSigned(_ request: StubReceiver.Request, with secret: String) -> Bool {
      guard let id = request.header("webhook-id"), let time = request.header("webhook-timestamp"),
        let key = Data(base64Encoded: String(secret.dropFirst("whsec_".count))),
        let seconds = TimeInterval(time), abs(Date().timeIntervalSince1970 - seconds) < 300
      else { return false }
      let code = HMAC<SHA256>.authenticationCode(
        for: Data("\(id).\(time).".utf8) + Data(request.body), using: SymmetricKey(data: key))
      return request.header("webhook-signature") == "v1,\(Data(code).base64EncodedString())"
    }

    @Test func everyOutcomeIsToldAndNoRunWaits() async throws {
      // Silent, broken, rude, busy; then as it should be.
      let receiver = try await StubReceiver.start { _, before in
        switch before {
        case 0: .hang
        case 1: .answer(500)
        case 2: .hangUp
        case 3: .answer(429, headers: [("Retry-After", "1")])
        default: .answer(200)
        }
      }
      let failing = try await platform.registerSynthetic(
        "Told of as failed", ["failure": "hang", "limits": ["runTimeoutSeconds": 1]])
      let endpoint = try await platform.registerSynthetic("Told of", ["datasets": 1])
      // The executor takes both in now, which is no part of what is measured.
      #expect(try await platform.collect(endpoint).status == "SUCCEEDED")
      let created = try await platform.api.value(
        Self.create,
        [
          "input": [
            "name": "Pager", "url": .string("http://127.0.0.1:\(receiver.port)/hooks"),
            "outcomes": ["SUCCEEDED", "FAILED"],
          ]
        ])
      let webhook = try Platform.identifier(try #require(created["webhook"]))
      let secret = try #require(created["secret"]?.stringValue)
      var runs: [String] = []
      let start = ContinuousClock.now
      for _ in 0..<4 {
        let run = try await platform.collect(endpoint)
        #expect(run.status == "SUCCEEDED")
        runs.append(run.id)
      }
      let failed = try await platform.collect(failing)
      #expect(failed.status == "FAILED")
      runs.append(failed.id)
      #expect(ContinuousClock.now - start < .seconds(5), "runs do not wait for whom they are told to")

      try await eventually("all is told") {
        let all = try await deliveries(of: webhook)
        return Set(all.compactMap { $0["runId"]?.stringValue }).isSuperset(of: runs)
          && all.allSatisfy { $0["status"] == "DELIVERED" }
      }
      let told = receiver.requests.compactMap { try? JSONValue(parsing: $0.body) }
      for run in runs { #expect(told.contains { $0["data"]?["run"]?["id"] == .string(run) }) }
      #expect(receiver.requests.allSatisfy { isSigned($0, with: secret) })
      #expect(
        told.contains { $0["type"] == "run.failed" && $0["data"]?["run"]?["errorCode"] == "E_RUN_TIMEOUT" })

      let test = try await platform.api.value(
        "mutation ($id: ID!) { testWebhook(id: $id) { ok httpStatus latencyMs error deliveryId } }",
        ["id": .string(webhook)])
      #expect(test["ok"] == true && test["httpStatus"] == 200)
      let again = try #require(try await deliveries(of: webhook).first { $0["runId"] != .null })
      _ = try await platform.api.value(
        "mutation ($id: ID!) { redeliverWebhook(deliveryId: $id) { id status } }",
        ["id": again["id"] ?? .null])
      try await eventually("it is told once more") {
        receiver.requests.count { .string($0.header("webhook-id") ?? "") == again["id"] } >= 2
      }
      try await expectNoTrace(of: secret)
      _ = try await platform.api.value(
        "mutation ($id: ID!) { deleteWebhook(id: $id) }", ["id": .string(webhook)])
      try await platform.expectInvariants()
      await receiver.stop()
    }

    /// In no row in the clear, and in no log.
    private func expectNoTrace(of secret: String) async throws {
      let bare = String(secret.dropFirst("whsec_".count))
      let rows = try await platform.rows(
        """
        select sealed from nucleus.webhook_secret
        union all select coalesce(after::text, '') from nucleus.audit_entry
        union all select coalesce(reply::text, '') from nucleus.command_log
        union all select body from nucleus.outbox
        """
      ).map { try $0.decode(at: 0, as: String.self) }
      #expect(!rows.isEmpty && !rows.contains { $0.contains(bare) })
      let folder = platform.home.appending(path: "log")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
        #expect(!text.contains(bare), "\(name)")
      }
    }

    @Test func wrongInputIsRefusedWithItsField() async throws {
      let cases: [(JSONObject, String)] = [
        (["url": "https://user:pass@example.com/"], "input.url"),
        (["url": "ftp://example.com/"], "input.url"),
        (["url": "http://127.0.0.1:5432/"], "input.url"), (["secret": "short"], "input.secret"),
        (["outcomes": []], "input.outcomes"), (["name": " "], "input.name"),
      ]
      for (change, field) in cases {
        let input: JSONObject = ["name": "x", "url": "https://example.com/", "outcomes": ["FAILED"]]
        let answer = try await platform.api.send(
          Self.create, ["input": .object(input.merging(change) { $1 })])
        let error = try #require(answer.errors.first)
        #expect(error.code == "E_INVALID_INPUT" && error.field == field, "\(error)")
      }
      let unknown = try await platform.api.send(
        "mutation { testWebhook(id: \"00000000-0000-7000-8000-000000000000\") { ok } }")
      #expect(unknown.errors.first?.code == "E_WEBHOOK_NOT_FOUND")
    }
  }
}
