import Contracts
import Domain
import Foundation
import JSON

/// Keeps credentials out of the places that are stored and shown in the clear.
enum CredentialFreeRule {
  /// Refuses a URL with user info or a query key that names a secret.
  /// - Parameter remedy: where credentials belong.
  static func check(
    url: String, field: String, remedy: String = "credentials belong into config.parameters"
  ) throws(Refusal) {
    guard !url.contains(where: { $0.isWhitespace || $0.isNewline }) else {
      throw .invalid(field, "must not contain white space")
    }
    let afterScheme = url.range(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = afterScheme.prefix { !"/?#".contains($0) }
    let rest = afterScheme.dropFirst(authority.count)
    guard !authority.contains("@") else {
      throw .invalid(field, "must not hold user info; \(remedy)")
    }
    let keys = rest.split(whereSeparator: { "?&;#".contains($0) }).map { $0.prefix { $0 != "=" } }
    for key in keys where Redactor.isSensitive(key: key.removingPercentEncoding ?? String(key)) {
      throw .invalid(field, "must not hold a credential; \(remedy)")
    }
    try check(text: url, field: field)
  }

  /// Refuses a text that looks as if it held a credential.
  static func check(text: String, field: String) throws(Refusal) {
    guard Redactor().redact(text) == text else {
      throw .invalid(field, "must not hold a credential")
    }
  }

  /// Refuses any text in a value that looks as if it held a credential.
  static func check(_ value: JSONValue, field: String) throws(Refusal) {
    switch value {
    case .null, .bool, .int, .double: break
    case .string(let text): try check(text: text, field: field)
    case .array(let elements):
      for (index, element) in elements.enumerated() { try check(element, field: "\(field)[\(index)]") }
    case .object(let members):
      for (name, member) in members { try check(member, field: "\(field).\(name)") }
    }
  }
}
