import Contracts
import Domain
import GraphQL

/// The mutations of collections.
enum CollectionMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.mutation("createCollection") { info in
      try commands(info).create(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: MetadataCollection.self)
    }
    resolvers.mutation("updateCollection") { info in
      try commands(info).update(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: MetadataCollection.self)
    }
    resolvers.mutation("deleteCollection") { info in
      try commands(info).delete(info.arguments.values)
    } answer: { command, info in
      try await info.send(command)
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> CollectionCommands {
    CollectionCommands(requestedBy: try info.gateway.request.caller.name)
  }
}
