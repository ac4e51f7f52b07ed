import Contracts
import Domain
import Foundation
import Testing

@testable import Scheduler

@Suite struct CreateAPIKeyDecisionTests {
  private let now = Date(timeIntervalSince1970: 1_000)

  private func command(_ change: (inout CreateAPIKey) -> Void = { _ in }) -> CreateAPIKey {
    var command = CreateAPIKey(
      id: UUID(), requestedBy: "admin", name: "Dashboard", role: "OPERATOR",
      digest: String(repeating: "0f", count: 32))
    change(&command)
    return command
  }

  private func refusal(_ change: (inout CreateAPIKey) -> Void) -> Refusal? {
    do {
      _ = try CreateAPIKeyDecision.decide(command(change), at: now)
      return nil
    } catch {
      return error
    }
  }

  @Test func makesTheKeyThatWasAskedFor() throws {
    let end = now.addingTimeInterval(1)
    let (key, digest) = try CreateAPIKeyDecision.decide(command { $0.expiresAt = end }, at: now)
    #expect(key.name == "Dashboard" && key.role == .operator && key.expiresAt == end)
    #expect(digest == [UInt8](repeating: 15, count: 32))
  }

  @Test(arguments: ["", "   ", String(repeating: "x", count: 101), "a\nb"])
  func refusesNamesThatAreNone(name: String) {
    #expect(refusal { $0.name = name }?.field == "name")
  }

  @Test func refusesUnknownRoles() {
    #expect(refusal { $0.role = "ROOT" }?.message.contains("VIEWER, OPERATOR, ADMIN") == true)
  }

  @Test func refusesAnEndThatHasCome() {
    let refusal = refusal { $0.expiresAt = now }
    #expect(refusal?.code == .invalidInput && refusal?.field == "expiresAt")
  }

  @Test(arguments: ["", "0f", String(repeating: "0g", count: 32), String(repeating: "é", count: 32)])
  func refusesWhatIsNoDigest(digest: String) {
    #expect(refusal { $0.digest = digest }?.field == "digest")
  }
}
