import Contracts
import Domain
import Foundation
import JSON
import Sealing

/// Makes the commands of the webhook mutations from their arguments.
struct WebhookCommands {
  let sealer: CredentialSealer
  /// As `requestedBy` shows it.
  let requestedBy: String

  private static let secretField = "secret"
  private static let secretBytes = 1...200
  private static let remedy = "what is sent is signed with the secret instead"

  /// `createWebhook(input:)`
  /// - Parameter id: of the webhook to be; its secret is sealed to it.
  func create(_ arguments: JSONObject, id: UUID) throws -> WebhookDraft {
    let input = try input(arguments)
    let name = try name(input) ?? missing(input, "name")
    let url = try url(input) ?? missing(input, "url")
    let outcomes = try names(input, "outcomes") ?? missing(input, "outcomes")
    let given = try secret(input)
    let secret = given ?? WebhookSecret()
    return WebhookDraft(
      command: CreateWebhook(
        webhookID: id, requestedBy: requestedBy, name: name, url: url,
        sealedSecret: try seal(secret, for: id),
        outcomes: outcomes, kinds: try names(input, "kinds"), endpointID: try input.uuid("endpointId"),
        collectionID: try input.uuid("collectionId"), isEnabled: try input.bool("isEnabled") ?? true),
      secret: given == nil ? secret : nil)
  }

  /// `updateWebhook(id:input:)`
  func update(_ arguments: JSONObject) throws -> UpdateWebhook {
    let id = try InputReader(arguments).requiredUUID("id")
    let input = try input(arguments)
    var command = UpdateWebhook(webhookID: id, requestedBy: requestedBy)
    command.name = try input.requiredPatch("name") { input, _ throws(Refusal) in try name(input) }
    command.url = try input.requiredPatch("url") { input, _ throws(Refusal) in try url(input) }
    command.outcomes = try input.requiredPatch("outcomes") { input, field throws(Refusal) in
      try names(input, field)
    }
    command.kinds = try input.patch("kinds") { input, field throws(Refusal) in try names(input, field) }
    command.endpointID = try input.patch("endpointId") { input, field throws(Refusal) in try input.uuid(field)
    }
    command.collectionID = try input.patch("collectionId") { input, field throws(Refusal) in
      try input.uuid(field)
    }
    command.isEnabled = try input.requiredPatch("isEnabled") { input, field throws(Refusal) in
      try input.bool(field)
    }
    if input.isGiven(Self.secretField) {
      guard let secret = try secret(input) else {
        throw Refusal.invalid(input.field(Self.secretField), "must not be null; leave it out to keep it")
      }
      command.sealedSecret = try seal(secret, for: id)
    }
    return command
  }

  /// `deleteWebhook(id:)`
  func delete(_ arguments: JSONObject) throws(Refusal) -> DeleteWebhook {
    DeleteWebhook(webhookID: try InputReader(arguments).requiredUUID("id"), requestedBy: requestedBy)
  }

  /// `testWebhook(id:)`
  func test(_ arguments: JSONObject) throws(Refusal) -> TestWebhook {
    TestWebhook(
      testID: UUID.v7(), webhookID: try InputReader(arguments).requiredUUID("id"), requestedBy: requestedBy)
  }

  /// `redeliverWebhook(deliveryId:)`
  func redeliver(_ arguments: JSONObject) throws(Refusal) -> RedeliverWebhook {
    RedeliverWebhook(
      deliveryID: try InputReader(arguments).requiredUUID("deliveryId"), requestedBy: requestedBy)
  }

  private func input(_ arguments: JSONObject) throws(Refusal) -> InputReader {
    guard let input = try InputReader(arguments).object("input") else {
      throw .invalid("input", "is required")
    }
    return input
  }

  private func missing<Value>(_ input: InputReader, _ name: String) throws(Refusal) -> Value {
    throw .invalid(input.field(name), "is required")
  }

  private func name(_ input: InputReader) throws(Refusal) -> String? {
    guard let name = try input.text("name") else { return nil }
    try CredentialFreeRule.check(text: name, field: input.field("name"))
    return name
  }

  private func url(_ input: InputReader) throws(Refusal) -> String? {
    guard let url = try input.text("url", bytes: 1...2_000) else { return nil }
    try CredentialFreeRule.check(url: url, field: input.field("url"), remedy: Self.remedy)
    return url
  }

  private func names(_ input: InputReader, _ field: String) throws(Refusal) -> [String]? {
    try input.texts(field, count: 20)
  }

  private func secret(_ input: InputReader) throws(Refusal) -> WebhookSecret? {
    guard let text = try input.text(Self.secretField, bytes: Self.secretBytes) else { return nil }
    return try WebhookSecret(text, field: input.field(Self.secretField))
  }

  private func seal(_ secret: WebhookSecret, for id: UUID) throws -> String {
    try sealer.seal(secret.text, context: SealingContext(id.lowercased, Self.secretField))
  }
}
