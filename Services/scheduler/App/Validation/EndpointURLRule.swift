import Contracts
import Domain
import Foundation

/// The address of an endpoint as people read it. It is stored and shown in the clear, so nothing in it may be
/// a credential.
enum EndpointURLRule {
  static let maximum = 2_000

  /// - Parameter remedy: where credentials belong.
  static func check(
    _ url: String, _ field: String, remedy: String = "credentials belong into the config"
  ) throws(Refusal) -> String {
    guard 1...maximum ~= url.utf8.count else {
      throw .invalid(field, "must be 1 to \(maximum) characters long")
    }
    // The message never repeats the value, which may hold a password.
    guard let components = URLComponents(string: url), let scheme = components.scheme, !scheme.isEmpty,
      !(components.host ?? "").isEmpty || !components.path.isEmpty
    else { throw .invalid(field, "must be a URL with a scheme, such as https://example.com/path") }
    guard components.user == nil, components.password == nil, !holdsUserInfo(url) else {
      throw .invalid(field, "must not contain a user or password; \(remedy)")
    }
    guard !holdsSensitiveParameter(url) else {
      throw .invalid(field, "must not contain a token or password; \(remedy)")
    }
    return url
  }

  /// Also finds the user info of a URL inside another, such as `jdbc:postgresql://user:password@host/`.
  private static func holdsUserInfo(_ url: String) -> Bool {
    var rest = url[...]
    while let slashes = rest.range(of: "//") {
      rest = rest[slashes.upperBound...]
      if rest.prefix(while: { !"/?#".contains($0) }).contains("@") { return true }
    }
    return false
  }

  /// Parameters of a query, a fragment or a matrix, which is how JDBC spells them for some databases.
  private static func holdsSensitiveParameter(_ url: String) -> Bool {
    url.split(whereSeparator: { "?&;#".contains($0) }).dropFirst().contains { parameter in
      let key = String(parameter.prefix { $0 != "=" })
      return parameter.contains("=") && Redactor.isSensitive(key: key.removingPercentEncoding ?? key)
    }
  }
}
