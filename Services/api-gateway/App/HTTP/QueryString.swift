import Foundation

/// The parameters of a URL's query, as forms encode them.
struct QueryString {
  private let parameters: [String: String]

  /// - Parameter text: what follows the `?`. Of a repeated parameter the first counts.
  init(_ text: String) {
    var parameters: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let key = pair.prefix { $0 != "=" }
      let value = pair.dropFirst(key.count + 1)
      guard let key = Self.decode(key), let value = Self.decode(value) else { continue }
      if parameters[key] == nil { parameters[key] = value }
    }
    self.parameters = parameters
  }

  subscript(name: String) -> String? { parameters[name] }

  private static func decode(_ text: Substring) -> String? {
    String(text.map { $0 == "+" ? " " : $0 }).removingPercentEncoding
  }
}
