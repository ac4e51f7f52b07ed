import Contracts
import HTTPTypes

extension HTTPRefusal {
  /// The process takes nothing new any more.
  static let stopping = HTTPRefusal(
    status: .serviceUnavailable, code: Contracts.ErrorCode.unavailable.rawValue,
    message: "the gateway is stopping", headers: [.retryAfter: "1"])

  /// - Parameter retryAfter: seconds.
  static func tooManyStreams(_ message: String, retryAfter: Int) -> HTTPRefusal {
    HTTPRefusal(
      status: .tooManyRequests, code: Contracts.ErrorCode.rateLimited.rawValue, message: message,
      headers: [.retryAfter: String(retryAfter)])
  }
}
