import Connectors
import Domain
import Foundation
import Storage

/// Makes the way to webhooks: to nowhere the network policy forbids, and for signed letters only.
struct WebhookSender: Sendable {
  let credentials: CredentialOpening
  let addressPolicy: AddressPolicy
  var resolver = HostResolver.system

  private static let secretField = "secret"

  /// - Parameters:
  ///   - choice: which address of the receiver to take where it has several.
  ///   - limit: how long the look-up of the host may take.
  func withLine<Answer: Sendable>(
    to target: WebhookSessions.Target, choice: Int = 0, limit: Duration,
    _ body: (WebhookLine) async -> Answer
  ) async -> Answer {
    let start = ContinuousClock.now
    let signature: WebhookSignature
    do {
      signature = try self.signature(of: target)
    } catch {
      // An executor with the right key may be the next, or the webhook be given another secret.
      return await body(.broken(WebhookAttempt(.unanswered(error.message))))
    }
    do {
      return try await HTTPPoster.with(
        target.url, policy: addressPolicy, resolver: resolver, choice: choice, limit: limit
      ) { poster in
        await body(.open(poster, signature))
      }
    } catch {
      return await body(WebhookLine(brokenBy: error, latency: .now - start))
    }
  }

  private func signature(of target: WebhookSessions.Target) throws(RunFailure) -> WebhookSignature {
    guard let sealed = target.sealedSecret else {
      throw .configuration("the webhook has no secret; give it one", field: Self.secretField)
    }
    let opened = try credentials.open([Self.secretField: sealed], boundTo: target.webhookID)
    guard let secret = opened[Self.secretField], let signature = WebhookSignature(secret: secret) else {
      throw .configuration(
        "the secret has not the form of one; give the webhook another", field: Self.secretField)
    }
    return signature
  }
}
