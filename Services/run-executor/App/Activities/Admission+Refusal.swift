import Contracts
import Domain

extension EndpointBreaker.Admission {
  /// Why the run ends without touching the source (A17); nil for one that is let through.
  var refusal: RunFailure? {
    guard case .refused(let failures, let until) = self else { return nil }
    let next =
      until.map { "no run is tried before \(Timestamp.format($0))" } ?? "one run is trying it right now"
    return RunFailure(
      code: ErrorCode.endpointUnavailable.rawValue,
      message: "the endpoint is unavailable after \(failures) failed runs in a row; \(next)",
      retryClass: .permanent)
  }
}
