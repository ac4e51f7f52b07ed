/// The events of a subscription, whatever type of sequence they come from.
struct EventSource: Sendable {
  private let make: @Sendable () -> EventIterator

  init<Events: AsyncSequence & Sendable>(_ events: Events) where Events.Element: ResolvedConvertible {
    make = {
      var iterator = events.makeAsyncIterator()
      return EventIterator { isolation in try await iterator.next(isolation: isolation)?.resolved }
    }
  }

  func makeIterator() -> EventIterator { make() }
}
