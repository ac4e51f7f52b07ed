/// What became of a request to subscribe (GraphQL specification, 6.2.3).
public enum SubscriptionStart: Sendable {
  /// The source of the events exists; the responses follow.
  case stream(GraphQLResponseStream)
  /// There is no stream: the request was refused, or the source could not be made. The response has no `data`.
  case response(GraphQLResponse)
}
