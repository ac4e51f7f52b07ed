import Contracts
import HTTPTypes
import JSON

/// A request that never became a GraphQL operation.
struct HTTPRefusal: Error {
  var status: HTTPResponse.Status
  /// `extensions.code` of the error in the body.
  var code: String
  var message: String
  /// The header at fault.
  var field: String?
  var headers: HTTPFields = [:]

  static let unauthenticated = HTTPRefusal(
    status: .unauthorized, code: Contracts.ErrorCode.authRequired.rawValue,
    message: "a valid key is needed: Authorization: Bearer <key>",
    headers: [.wwwAuthenticate: "Bearer realm=\"nucleus\""])

  static let notFound = HTTPRefusal(
    status: .notFound, code: "E_NOT_FOUND", message: "there is nothing under this address")

  static let overdue = HTTPRefusal(
    status: .ok, code: Contracts.ErrorCode.timeout.rawValue, message: "the request took too long")

  static func invalid(
    _ message: String, status: HTTPResponse.Status = .badRequest, field: String? = nil,
    headers: HTTPFields = [:]
  ) -> HTTPRefusal {
    HTTPRefusal(
      status: status, code: Contracts.ErrorCode.invalidInput.rawValue, message: message, field: field,
      headers: headers)
  }

  /// - Parameter wait: after which the request would be taken; rounded up to whole seconds, as the header has it.
  static func rateLimited(_ what: String, retryAfter wait: Duration) -> HTTPRefusal {
    let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
    return HTTPRefusal(
      status: .tooManyRequests, code: Contracts.ErrorCode.rateLimited.rawValue,
      message: "too many \(what); try again after \(seconds) s", headers: [.retryAfter: String(seconds)])
  }

  static func methodNotAllowed(_ message: String, allowed: String) -> HTTPRefusal {
    .invalid(message, status: .methodNotAllowed, headers: [.allow: allowed])
  }

  /// The body in the form of a GraphQL response.
  func body(correlationID: String) -> JSONObject {
    var extensions: JSONObject = ["code": .string(code), "correlationId": .string(correlationID)]
    if let field { extensions["field"] = .string(field) }
    return ["errors": [["message": .string(message), "extensions": .object(extensions)]]]
  }
}
