import Contracts
import Domain
import Foundation
import JSON

extension EndpointURLRule {
  /// The address of an endpoint whose caller gave none, built from its parameters.
  static func derived(kind: EndpointKind, parameters: JSONObject) -> String {
    switch kind {
    case .postgres: postgres(parameters)
    case .synthetic: "synthetic://local"
    }
  }

  private static func postgres(_ parameters: JSONObject) -> String {
    var components = URLComponents()
    components.scheme = "postgresql"
    components.path = "/" + (parameters["database"]?.stringValue ?? "")
    // The folder of a socket and other texts that no URL can have as its host are left out.
    components.host = host(parameters["host"]?.stringValue ?? "localhost") ?? ""
    if components.host != "" { components.port = Int(parameters["port"]?.intValue ?? 5_432) }
    if let text = components.string, (try? check(text, "url")) != nil { return text }
    return "postgresql:/"
  }

  /// An IPv6 address stands in brackets.
  private static func host(_ name: String) -> String? {
    let isAddress = name.contains(":") && name.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    let isName = name.unicodeScalars.allSatisfy {
      CharacterSet.alphanumerics.contains($0) || "-._".unicodeScalars.contains($0)
    }
    return isAddress ? "[\(name)]" : isName ? name : nil
  }
}
