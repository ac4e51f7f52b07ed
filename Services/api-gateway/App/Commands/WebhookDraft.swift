import Contracts

/// A webhook that is being made, with the secret that was made for it.
struct WebhookDraft: Sendable {
  let command: CreateWebhook
  /// To be shown in the answer and nowhere else; nil where the caller brought one.
  let secret: WebhookSecret?
}
