import Contracts
import Domain
import Foundation
import Testing

@testable import Scheduler

/// What commands make of a webhook.
@Suite struct WebhookDecisionTests {
  private func command(_ change: (inout CreateWebhook) -> Void = { _ in }) -> CreateWebhook {
    var command = CreateWebhook(
      webhookID: UUID(), requestedBy: "test", name: "Pager", url: "https://example.com/hooks",
      sealedSecret: "nsl1.k.e.c", outcomes: ["SKIPPED", "FAILED", "FAILED"])
    change(&command)
    return command
  }

  private func field(_ body: () throws -> Webhook) -> String? {
    do { _ = try body() } catch { return (error as? Refusal)?.field }
    return nil
  }

  @Test func makesOneAsItWasOrdered() throws {
    let webhook = try WebhookDecision.create(command { $0.kinds = ["PREVIEW"] }, now: .distantPast)
    #expect(webhook.outcomes == [.failed, .skipped] && webhook.kinds == [.preview] && webhook.isEnabled)
  }

  @Test func namesTheFieldAtFault() {
    let now = Date()
    #expect(field { try WebhookDecision.create(command { $0.name = " " }, now: now) } == "input.name")
    #expect(field { try WebhookDecision.create(command { $0.outcomes = [] }, now: now) } == "input.outcomes")
    #expect(
      field { try WebhookDecision.create(command { $0.outcomes = ["QUEUED"] }, now: now) } == "input.outcomes"
    )
    #expect(field { try WebhookDecision.create(command { $0.kinds = ["X"] }, now: now) } == "input.kinds")
    #expect(field { try WebhookDecision.create(command { $0.url = "ftp://a/" }, now: now) } == "input.url")
  }

  @Test func whatIsLeftOutStays() throws {
    let endpoint = UUID()
    let current = try WebhookDecision.create(
      command {
        $0.kinds = ["PROMPT"]
        $0.endpointID = endpoint
      }, now: Date())
    var update = UpdateWebhook(webhookID: current.id, requestedBy: "test")
    #expect(try WebhookDecision.update(update, on: current) == current)
    update.kinds = .cleared
    update.endpointID = .cleared
    update.isEnabled = .set(false)
    let changed = try WebhookDecision.update(update, on: current)
    #expect(changed.kinds == nil && changed.endpointID == nil && !changed.isEnabled)
    #expect(changed.name == current.name && changed.url == current.url)
    update.name = .cleared
    #expect(field { try WebhookDecision.update(update, on: current) } == "input.name")
  }

  @Test(arguments: [
    "https://example.com", "http://127.0.0.1:8080/hooks", "https://example.com:8443/a/b?c=d",
    "http://[::1]:8080/", "HTTPS://Example.COM/x",
  ])
  func takesAddressesOfReceivers(url: String) throws { #expect(try WebhookURLRule.check(url, "url") == url) }

  @Test(arguments: [
    "", "example.com", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "http://",
    "http:///path", "https://user:secret@example.com/", "https://example.com/?api_key=abcdef",
    "https://example.com/#part", "http://example.com:5432/", "http://example.com:5672/",
    "http://example.com:22/", "http://example.com:0/", "http://example.com:99999/", "http://exa mple.com/",
    "http://b\u{FC}cher.example/", "gopher://example.com/", "http://example.com@evil.example/",
  ])
  func refusesOthers(url: String) {
    #expect(throws: Refusal.self) { try WebhookURLRule.check(url, "url") }
  }

  @Test func neverRepeatsWhatMayBeASecret() {
    let refusal = #expect(throws: Refusal.self) {
      try WebhookURLRule.check("https://user:hunter2@example.com/", "url")
    }
    #expect(refusal?.message.contains("hunter2") == false)
  }
}
