import Contracts
import Foundation
import JSON
import Sealing
import Testing

@testable import APIGateway

/// What the mutations of webhooks take and refuse, and what becomes of secrets.
@Suite struct WebhookCommandsTests {
  private let key = SealingPrivateKey()
  private let id = UUID.v7()
  private static let secret = "whsec_" + Data(repeating: 9, count: 32).base64EncodedString()

  private var commands: WebhookCommands {
    WebhookCommands(sealer: CredentialSealer(publicKey: key.publicKey), requestedBy: "someone")
  }

  private func input(_ changes: JSONObject = [:]) -> JSONObject {
    let input: JSONObject = ["name": "Pager", "url": "https://example.com/hooks", "outcomes": ["FAILED"]]
    return ["input": .object(input.merging(changes) { $1 })]
  }

  private func opened(_ sealed: String, for id: UUID) throws -> String {
    try CredentialOpener(privateKeys: [key]).open(sealed, context: SealingContext(id.lowercased, "secret"))
  }

  @Test func sealsAGivenSecretAndDoesNotShowIt() throws {
    let draft = try commands.create(input(["secret": .string(Self.secret)]), id: id)
    #expect(draft.secret == nil)
    #expect(try opened(draft.command.sealedSecret, for: id) == Self.secret)
    let message = String(decoding: try MessageCodec.encode(draft.command), as: UTF8.self)
    #expect(!message.contains(Self.secret.dropFirst(6)))
  }

  @Test func makesASecretWhereNoneIsGiven() throws {
    let first = try commands.create(input(), id: id)
    let second = try commands.create(input(), id: id)
    let text = try #require(first.secret?.text)
    #expect(try opened(first.command.sealedSecret, for: id) == text)
    #expect(text.hasPrefix("whsec_") && text != second.secret?.text)
    #expect(try WebhookSecret(text, field: "secret").text == text)
    #expect(!"\(first)".contains(text.dropFirst(6)))
  }

  @Test(arguments: ["hunter2hunter2hunter2hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%%", " "])
  func refusesSecretsOfAnotherForm(secret: String) {
    let arguments = input(["secret": .string(secret)])
    #expect(refusedField { try commands.create(arguments, id: id) } == "input.secret")
    do { _ = try commands.create(arguments, id: id) } catch { #expect(!"\(error)".contains("hunter2")) }
  }

  @Test(arguments: [
    "https://user:pass@example.com/", "https://example.com/?token=abc", "https://exa mple.com/",
  ])
  func refusesCredentialsInTheAddress(url: String) {
    #expect(refusedField { try commands.create(input(["url": .string(url)]), id: id) } == "input.url")
  }

  @Test func changesWhatIsGivenAlone() throws {
    let update = try commands.update([
      "id": .string(id.lowercased),
      "input": ["isEnabled": false, "kinds": nil, "secret": .string(Self.secret)],
    ])
    #expect(update.isEnabled == .set(false) && update.kinds == .cleared && update.name == .unchanged)
    #expect(try opened(try #require(update.sealedSecret), for: id) == Self.secret)
    let field = refusedField {
      try commands.update(["id": .string(id.lowercased), "input": ["secret": nil]])
    }
    #expect(field == "input.secret")
  }
}
