import GraphQL

/// The subscriptions for runs.
enum RunSubscriptionResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers["Subscription", "runChanged"] = .stream { info in
      let gateway = try info.gateway
      return try gateway.services.liveRuns.subscribe(
        try RunSelector(info.arguments.values), position: gateway.position)
    }
  }
}
