import Contracts
import Domain
import GraphQL

/// The mutations of collections.
enum CollectionMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers["Mutation", "createCollection"] = .root { info in
      let command = try commands(info).create(info.arguments.values)
      return try await info.send(command, endpoint: command.endpointID, as: MetadataCollection.self)
    }
    resolvers["Mutation", "updateCollection"] = .root { info in
      try await info.send(
        try commands(info).update(info.arguments.values), as: MetadataCollection.self)
    }
    resolvers["Mutation", "deleteCollection"] = .root { info in
      try await info.send(try commands(info).delete(info.arguments.values))
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> CollectionCommands {
    CollectionCommands(requestedBy: try info.gateway.request.caller.name)
  }
}
