import Contracts
import Foundation

/// Where the messages of a webhook may go. What the host resolves to is looked at each time by the executor that sends.
enum WebhookURLRule {
  /// Ports of other protocols, at which an HTTP request has no business. A receiver is asked to use another one.
  private static let foreignPorts: Set<Int> = [
    20, 21, 22, 23, 25, 53, 69, 110, 111, 119, 135, 137, 138, 139, 143, 161, 162, 179, 389, 427, 445, 465,
    512,
    513, 514, 515, 543, 544, 548, 554, 587, 636, 873, 993, 995, 1433, 1521, 2049, 2379, 2380, 3306, 3389,
    4369,
    5432, 5671, 5672, 5900, 6379, 6667, 9042, 9092, 11211, 25672, 27017,
  ]

  static func check(_ url: String, _ field: String) throws(Refusal) -> String {
    let url = try EndpointURLRule.check(url, field, remedy: "what is sent is signed with the secret instead")
    guard let components = URLComponents(string: url), let scheme = components.scheme?.lowercased(),
      scheme == "https" || scheme == "http", let host = components.host, isHost(host),
      // What executors will make of it has to be the same.
      URL(string: url)?.host() == host.trimmingCharacters(in: ["[", "]"])
    else {
      throw .invalid(field, "must be an http or https URL with a host, such as https://example.com/hooks")
    }
    guard components.fragment == nil else { throw .invalid(field, "must not have a fragment (#…)") }
    if let port = components.port, !(1...65_535).contains(port) || foreignPorts.contains(port) {
      throw .invalid(field, "must not name port \(port), which belongs to another protocol")
    }
    return url
  }

  /// Names and addresses in ASCII; an international name is given in its `xn--` form.
  private static func isHost(_ host: String) -> Bool {
    !host.isEmpty && host.utf8.count <= 253
      && host.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
          true
        default: false
        }
      }
  }
}
