import Contracts
import Domain
import GraphQL

/// The mutations that make runs.
enum TriggerMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.mutation("triggerCollection") { info in
      try commands(info).collection(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: Run.self)
    }
    resolvers.mutation("triggerEndpointCollection") { info in
      try commands(info).endpoint(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: Run.self)
    }
    resolvers.mutation("triggerMetadataCollection") { info in
      try commands(info).metadata(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: Run.self)
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> TriggerCommands {
    TriggerCommands(requestedBy: try info.gateway.request.caller.name)
  }
}
