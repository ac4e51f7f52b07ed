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

  private static let hostMarks = CharacterSet(charactersIn: "-._~")

  private static func postgres(_ parameters: JSONObject) -> String {
    var components = URLComponents()
    components.scheme = "postgresql"
    let host = parameters["host"]?.stringValue ?? "localhost"
    if host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) {
      components.host = "[\(host)]"
    } else {
      components.percentEncodedHost = host.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(hostMarks))
    }
    components.port = Int(parameters["port"]?.intValue ?? 5_432)
    components.path = "/" + (parameters["database"]?.stringValue ?? "")
    guard let text = components.string, (try? check(text, "url")) != nil else { return "postgresql://unknown" }
    return text
  }
}
