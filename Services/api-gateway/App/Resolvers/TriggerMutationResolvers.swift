import Contracts
import Domain
import GraphQL

/// The mutations that make runs.
enum TriggerMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers["Mutation", "triggerCollection"] = .root { info in
      try await info.send(try commands(info).collection(info.arguments.values), as: Run.self)
    }
    resolvers["Mutation", "triggerEndpointCollection"] = .root { info in
      let command = try commands(info).endpoint(info.arguments.values)
      return try await info.send(command, endpoint: command.endpointID, as: Run.self)
    }
    resolvers["Mutation", "triggerMetadataCollection"] = .root { info in
      let command = try commands(info).metadata(info.arguments.values)
      return try await info.send(command, endpoint: command.endpointID, as: Run.self)
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> TriggerCommands {
    TriggerCommands(requestedBy: try info.gateway.request.caller.name)
  }
}
