import JSON
import OrderedCollections

extension GraphQLEngine {
  /// Makes the source of a subscription's events (GraphQL specification, 6.2.3.1).
  /// - Parameters:
  ///   - context: given to the root field's `.stream` resolver, and to the resolvers of every event.
  ///   - suggestsNames: see ``ExecutionOptions/suggestsNames``.
  ///   - contextOfEvent: gives the resolvers of one event a context of their own, for hosts whose context
  ///     remembers what it loaded. An error it throws becomes the last response.
  /// - Returns: the stream; or the response, without `data`, when there is none: the request has an error, or the
  ///   resolver threw while it made the source.
  public func subscribe(
    _ operation: PreparedOperation, variables: JSONObject, context: any Sendable,
    suggestsNames: Bool = true, contextOfEvent: (@Sendable () async throws -> any Sendable)? = nil
  ) async -> SubscriptionStart {
    do throws(RequestErrors) {
      guard operation.kind == .subscription else {
        throw Self.refused("The operation is no subscription.")
      }
      let execution = try execution(of: operation, variables, context)
      guard let plan = operation.plan(execution), plan.fields.count == 1, let field = plan.fields.first,
        case .stream(let body) = field.resolver
      else { throw Self.refused("The subscription is not supported.") }
      let executor = executor(of: execution)
      let events: EventSource
      do {
        if let refusal = executor.refusal(of: field) { throw refusal }
        events = try await body(try executor.info(field))
        try Task.checkCancellation()
      } catch {
        return .response(failure(error, of: field, execution).worded(suggestsNames: suggestsNames))
      }
      return .stream(
        GraphQLResponseStream(
          events: events,
          respond: { event in
            var execution = execution
            if let contextOfEvent { execution = execution.with(context: try await contextOfEvent()) }
            return try await self.run(plan, execution, event: event).worded(suggestsNames: suggestsNames)
          },
          failed: { self.failure($0, of: field, execution).worded(suggestsNames: suggestsNames) }))
    } catch {
      return .response(GraphQLResponse(error).worded(suggestsNames: suggestsNames))
    }
  }

  /// The response for a subscription that has no source of events, or lost it.
  private func failure(
    _ error: any Error, of field: FieldPlan, _ execution: ExecutionState
  ) -> GraphQLResponse {
    if let known = error as? RequestErrors { return GraphQLResponse(known) }
    guard !Task.isCancelled else { return GraphQLResponse(Self.cancelled) }
    var writer = writer(of: execution)
    return GraphQLResponse(
      RequestErrors(kind: .subscription, errors: [writer.error(error, of: field)]))
  }
}
