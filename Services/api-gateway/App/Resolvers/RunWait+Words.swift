import Contracts
import Domain

extension RunWait {
  /// The answer to `waitingFor`.
  var words: String {
    guard isEndpointEnabled else { return "the endpoint, which is disabled" }
    if let openUntil {
      return "the endpoint, which is unavailable: its breaker is open until \(Timestamp.format(openUntil))"
    }
    if active >= limit { return "\(limitWords); \(placeWords)" }
    return place > 1 ? placeWords : "an executor to take it"
  }

  private var limitWords: String {
    let names = activeIDs.map(\.lowercased).joined(separator: ", ")
    let more = active > activeIDs.count ? " and \(active - activeIDs.count) more" : ""
    let limit = limit == 1 ? "one run" : "\(limit) runs"
    return "the endpoint's limit of \(limit) at a time, taken by \(names)\(more)"
  }

  private var placeWords: String { "it is number \(place) in the queue of its endpoint" }
}
