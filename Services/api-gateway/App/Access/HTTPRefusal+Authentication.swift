import Contracts
import HTTPTypes

extension HTTPRefusal {
  /// The answer to somebody who was not recognised.
  init(_ failure: Authenticator.Failure) {
    switch failure {
    case .refused(let reason):
      self = .unauthenticated
      if let reason { message += "; \(reason)" }
    case .unavailable(let reason):
      self.init(status: .serviceUnavailable, code: ErrorCode.unavailable.rawValue, message: reason)
    }
  }

  /// Runs what may fail to recognise somebody.
  static func translating<Value>(
    _ body: () async throws(Authenticator.Failure) -> Value
  ) async throws(HTTPRefusal) -> Value {
    do {
      return try await body()
    } catch {
      throw HTTPRefusal(error)
    }
  }
}
