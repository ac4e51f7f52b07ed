/// Who makes a request.
struct Caller: Sendable {
  /// The id of the key, the scope of idempotency keys.
  let keyID: String
  /// As `requestedBy` shows it.
  let name: String
  /// The key itself: digests of requests are keyed with it. Never logged or sent.
  let token: BearerToken
}
