import Contracts
import HTTPTypes

/// Keeps pages of other sites from using somebody's session (S07).
enum CrossSiteRule {
  /// A request that a cookie speaks for has to carry the session's form token, unless it only reads.
  static func check(
    _ method: HTTPRequest.Method, _ headers: HTTPFields, _ caller: Caller, _ signer: SessionSigner
  ) throws(HTTPRefusal) {
    guard let session = caller.session, method != .get, method != .head else { return }
    try checkFormToken(headers, of: session, signer)
  }

  static func checkFormToken(
    _ headers: HTTPFields, of session: Session, _ signer: SessionSigner
  ) throws(HTTPRefusal) {
    guard let token = headers[.formToken], signer.isFormToken(token, of: session) else {
      throw HTTPRefusal(
        status: .forbidden, code: Contracts.ErrorCode.authRequired.rawValue,
        message: "a change made with a session has to carry the form token that GET /session answers",
        field: HTTPField.Name.formToken.rawName)
    }
  }
}

extension HTTPField.Name {
  // The name is a constant token, so this is never nil; the fallback keeps the type simple.
  static let formToken = HTTPField.Name("X-CSRF-Token") ?? .via
}
