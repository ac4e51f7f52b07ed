import Foundation

/// The media types that answers come in.
enum GraphQLMediaType: String, CaseIterable {
  /// The default, for clients that name no preference: every operation that was understood answers 200.
  case json = "application/json"
  /// A request that was not executed answers 400.
  case graphQLResponse = "application/graphql-response+json"

  var contentType: String { "\(rawValue); charset=utf-8" }

  /// Picks the type that an `Accept` header likes best; nil when it takes neither.
  static func negotiated(accept: [String]) -> GraphQLMediaType? {
    let ranges = accept.flatMap { $0.split(separator: ",") }.compactMap { MediaRange($0) }
    guard !ranges.isEmpty else { return .json }
    var best: (type: GraphQLMediaType, quality: Double, position: Int)?
    for type in allCases {
      // The most specific range that matches decides, wherever it stands.
      let matching = ranges.enumerated().filter { $0.element.matches(type.rawValue) }
      guard let (position, range) = matching.max(by: { $0.element.specificity < $1.element.specificity }),
        range.quality > 0
      else { continue }
      guard let current = best else {
        best = (type, range.quality, position)
        continue
      }
      if range.quality > current.quality || (range.quality == current.quality && position < current.position)
      {
        best = (type, range.quality, position)
      }
    }
    return best?.type
  }
}

/// One range of an `Accept` header: `application/*;q=0.5`.
struct MediaRange {
  let type: String
  let quality: Double

  init?(_ text: Substring) {
    let parts = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    guard let type = parts.first, type.contains("/") else { return nil }
    self.type = type
    let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
    quality = weight.flatMap { Double($0.dropFirst(2)) }.map { min(max($0, 0), 1) } ?? 1
  }

  var specificity: Int { type == "*/*" ? 0 : type.hasSuffix("/*") ? 1 : 2 }

  func matches(_ mediaType: String) -> Bool {
    type == "*/*" || type == mediaType
      || (type.hasSuffix("/*") && mediaType.hasPrefix(type.dropLast(1)))
  }
}
