import Contracts
import Domain
import Foundation
import GraphQL

/// The mutations of endpoints.
enum EndpointMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers["Mutation", "registerEndpoint"] = .root { info in
      let id = UUID.v7()
      let command = try commands(info).register(info.arguments.values, id: id)
      return try await info.send(command, endpoint: id, as: Endpoint.self)
    }
    resolvers["Mutation", "updateEndpoint"] = .root { info in
      let command = try commands(info).update(info.arguments.values)
      return try await info.send(command, endpoint: command.endpointID, as: Endpoint.self)
    }
    resolvers["Mutation", "deleteEndpoint"] = .root { info in
      let command = try commands(info).delete(info.arguments.values)
      return try await info.send(command, endpoint: command.endpointID)
    }
    resolvers["Mutation", "testEndpoint"] = .root { info in
      let command = try commands(info).test(info.arguments.values, id: UUID.v7())
      return try await info.send(command, as: ConnectionDiagnosis.self)
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> EndpointCommands {
    let gateway = try info.gateway
    return EndpointCommands(
      templates: gateway.services.templates, sealer: gateway.services.sealer,
      requestedBy: gateway.request.caller.name)
  }
}
