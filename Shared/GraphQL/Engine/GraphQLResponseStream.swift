/// The responses of a subscription, one for each event (GraphQL specification, 6.2.3.2, MapSourceToResponseEvent).
///
/// The consumer sets the pace: an event is taken from its source only when the next response is asked for, and
/// the operation is executed for it then. When the source fails, the last response carries the error. Cancelling
/// the task ends the stream. As its source, it is meant to be read once.
public struct GraphQLResponseStream: AsyncSequence, Sendable {
  public typealias Element = GraphQLResponse
  public typealias Failure = Never

  let events: EventSource
  /// Executes the operation for an event. Throws what ends the stream.
  let respond: @Sendable (ResolvedValue) async throws -> GraphQLResponse
  /// The last response of a stream that failed.
  let failed: @Sendable (any Error) -> GraphQLResponse

  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var events: EventIterator?
    fileprivate let stream: GraphQLResponseStream

    public mutating func next() async -> GraphQLResponse? { await next(isolation: nil) }

    public mutating func next(isolation actor: isolated (any Actor)?) async -> GraphQLResponse? {
      guard let events, !Task.isCancelled else { return end() }
      do {
        guard let event = try await events.next(isolation: actor), !Task.isCancelled else { return end() }
        let response = try await stream.respond(event)
        return Task.isCancelled ? end() : response
      } catch {
        _ = end()
        return Task.isCancelled ? nil : stream.failed(error)
      }
    }

    /// Lets go of the source, which is how it learns that nobody listens.
    private mutating func end() -> GraphQLResponse? {
      events = nil
      return nil
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(events: events.makeIterator(), stream: self)
  }
}
