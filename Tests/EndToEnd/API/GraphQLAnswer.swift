import JSON
import TestSupport

/// What a gateway answered.
struct GraphQLAnswer: Sendable {
  /// One error of the answer.
  struct Failure: Error, Sendable, CustomStringConvertible {
    let message: String
    let extensions: JSONObject

    var code: String? { extensions["code"]?.stringValue }
    var field: String? { extensions["field"]?.stringValue }
    var description: String { "\(code ?? "no code") (\(field ?? "no field")): \(message)" }
  }

  let status: Int
  let data: JSONValue?
  let errors: [Failure]
  /// The whole body.
  let text: String

  init(_ answer: HTTPExchange.Answer) throws {
    status = answer.status
    text = answer.text
    guard let body = try? JSONValue(parsing: answer.body) else {
      throw PlatformError("HTTP \(answer.status), no JSON: \(answer.text.prefix(300))")
    }
    data = body["data"]
    errors = (body["errors"]?.arrayValue ?? []).map {
      Failure(message: $0["message"]?.stringValue ?? "", extensions: $0["extensions"]?.objectValue ?? [:])
    }
  }

  /// The code of the first error.
  var code: String? { errors.first?.code }
}
