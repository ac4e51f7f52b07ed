import JSON
import TestSupport

extension Platform {
  /// Has a receiver on this machine told of all ends of runs.
  /// - Returns: the webhook's id.
  func createWebhook(port: Int) async throws -> String {
    let created = try await api.value(
      "mutation ($input: WebhookInput!) { createWebhook(input: $input) { webhook { id } } }",
      [
        "input": [
          "name": "Receiver", "url": .string("http://127.0.0.1:\(port)/"),
          "outcomes": ["SUCCEEDED", "FAILED", "SKIPPED"],
        ]
      ])
    guard let webhook = created["webhook"] else {
      throw PlatformError("no webhook: \(created.encodedString)")
    }
    return try Self.identifier(webhook)
  }
}

extension StubReceiver {
  /// The runs whose ends it was told.
  var runs: Set<String> {
    Set(
      requests.compactMap {
        (try? JSONValue(parsing: $0.body))?["data"]?["run"]?["id"]?.stringValue
      })
  }
}
