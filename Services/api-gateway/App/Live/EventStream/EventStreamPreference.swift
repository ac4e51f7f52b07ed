/// Whether a client wants its answer as an event stream.
enum EventStreamPreference: Sendable, Hashable {
  /// It does.
  case preferred
  /// It takes one where nothing else will do: for subscriptions.
  case accepted
  /// It does not know event streams.
  case refused

  static let mediaType = "text/event-stream"

  /// Reads the `Accept` headers of a request to the address of GraphQL. Ranges with wildcards mean JSON there.
  init(accept: [String]) {
    let ranges = accept.flatMap { $0.split(separator: ",") }.compactMap { MediaRange($0) }
    guard let events = ranges.enumerated().first(where: { $0.element.type == Self.mediaType }),
      events.element.quality > 0
    else {
      self = .refused
      return
    }
    let isSecond = ranges.enumerated().contains { position, range in
      range.type != Self.mediaType && GraphQLMediaType.allCases.contains { range.matches($0.rawValue) }
        && (range.quality, -position) > (events.element.quality, -events.offset)
    }
    self = isSecond ? .accepted : .preferred
  }

  /// Whether the `Accept` headers of a request to the address of streams allow for one.
  static func isAcceptable(accept: [String]) -> Bool {
    let ranges = accept.flatMap { $0.split(separator: ",") }.compactMap { MediaRange($0) }
    return ranges.isEmpty || ranges.contains { $0.matches(mediaType) && $0.quality > 0 }
  }
}
