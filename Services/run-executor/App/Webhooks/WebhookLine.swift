import Connectors
import Contracts
import Domain
import Foundation

/// The way to one webhook for a turn: its host has been resolved and its secret opened, or that has failed.
enum WebhookLine: Sendable {
  case open(HTTPPoster, WebhookSignature)
  case broken(WebhookAttempt)
  /// This process has not come to it, which says nothing about the receiver.
  case busy(WebhookAttempt)

  init(brokenBy failure: HTTPPostFailure, latency: Duration) {
    let attempt = WebhookAttempt(Self.result(of: failure), latency: latency)
    self = failure.isOurs ? .busy(attempt) : .broken(attempt)
  }

  /// Sends letters, all at once.
  /// - Parameter limit: how long each may take.
  /// - Returns: what came of each, in order.
  func send(_ letters: [WebhookLetter], limit: Duration) async -> [WebhookAttempt] {
    switch self {
    case .broken(let attempt), .busy(let attempt): return letters.map { _ in attempt }
    case .open(let poster, let signature):
      return await withTaskGroup(of: (Int, WebhookAttempt).self) { group in
        for (index, letter) in letters.enumerated() {
          group.addTask { (index, await Self.send(letter, signature, poster, limit)) }
        }
        var attempts = letters.map { _ in WebhookAttempt(.unanswered("the request was broken off")) }
        for await (index, attempt) in group { attempts[index] = attempt }
        return attempts
      }
    }
  }

  private static func send(
    _ letter: WebhookLetter, _ signature: WebhookSignature, _ poster: HTTPPoster, _ limit: Duration
  ) async -> WebhookAttempt {
    let signed = signature.headers(id: letter.id.lowercased, time: Date(), body: letter.body)
    let own = [("Content-Type", "application/json"), ("User-Agent", "nucleus-webhooks/1")]
    let start = ContinuousClock.now
    do {
      let answer = try await poster.send(HTTPPost(headers: own + signed, body: letter.body), limit: limit)
      return WebhookAttempt(
        .answered(status: answer.status, retryAfter: answer.retryAfter), latency: .now - start)
    } catch {
      return WebhookAttempt(result(of: error), latency: .now - start)
    }
  }

  private static func result(of failure: HTTPPostFailure) -> WebhookAttempt.Result {
    failure.isFinal ? .refused(failure.description) : .unanswered(failure.description)
  }
}
