import Contracts
import HTTPTypes

extension HTTPRefusal {
  /// The process takes nothing new any more.
  static let stopping = HTTPRefusal(
    status: .serviceUnavailable, code: Contracts.ErrorCode.unavailable.rawValue,
    message: "the gateway is stopping", headers: [.retryAfter: "1"])
}
