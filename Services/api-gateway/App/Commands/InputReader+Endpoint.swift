import Contracts
import Domain

/// The members that registering and changing an endpoint have in common.
extension InputReader {
  static let defaultVerb = "POST"

  func description() throws(Refusal) -> String? { try text("description", bytes: 0...4_096) }

  func url(_ name: String) throws(Refusal) -> String? {
    guard let url = try text(name, bytes: 1...2_048) else { return nil }
    try CredentialFreeRule.check(url: url, field: field(name))
    return url
  }

  func verb() throws(Refusal) -> String? {
    guard let verb = try text("verb", bytes: 1...20) else { return nil }
    guard verb.utf8.allSatisfy({ $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }) else {
      throw .invalid(field("verb"), "must consist of letters")
    }
    return verb.uppercased()
  }

  func labels() throws(Refusal) -> [String]? { try texts("labels", count: 100) }

  func capabilities() throws(Refusal) -> [String]? {
    guard let names = try texts("capabilities", count: 20) else { return nil }
    for (index, name) in names.enumerated() where Capability(rawValue: name) == nil {
      let known = Capability.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalid("\(field("capabilities"))[\(index)]", "must be one of \(known)")
    }
    return names
  }
}
