import Contracts
import GraphQL

/// How much one caller, and one address, may ask of a gateway.
public struct RateLimits: Sendable {
  private let requests: RateLimiter
  private let changes: RateLimiter
  private let expensive: RateLimiter
  private let strangers: RateLimiter

  init(_ rates: Rates) {
    requests = RateLimiter(rates.requests)
    changes = RateLimiter(rates.changes)
    expensive = RateLimiter(rates.expensive)
    strangers = RateLimiter(rates.strangers)
  }

  /// Counts a request of a caller before it is read.
  func admit(_ caller: Caller) throws(HTTPRefusal) {
    try check(requests.take(1, for: caller.keyID), "requests")
  }

  /// Counts what an operation does beside being answered.
  func admit(_ operation: PreparedOperation, of caller: Caller) throws(HTTPRefusal) {
    let cost = RequestCost(operation.kind, fields: operation.rootFields)
    if cost.changes > 0 { try check(changes.take(Double(cost.changes), for: caller.keyID), "mutations") }
    if cost.expensive > 0 {
      try check(expensive.take(Double(cost.expensive), for: caller.keyID), "expensive mutations")
    }
  }

  /// Counts an attempt to get in that failed, or to sign in.
  func countAttempt(from address: String) throws(HTTPRefusal) {
    try check(strangers.take(1, for: address), "attempts to get in")
  }

  private func check(_ wait: Duration?, _ what: String) throws(HTTPRefusal) {
    guard let wait else { return }
    throw .rateLimited(what, retryAfter: wait)
  }
}
