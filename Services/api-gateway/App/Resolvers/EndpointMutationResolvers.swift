import Contracts
import Domain
import Foundation
import GraphQL

/// The mutations of endpoints.
enum EndpointMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.mutation("registerEndpoint") { info in
      try commands(info).register(info.arguments.values, id: UUID.v7())
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: Endpoint.self)
    }
    resolvers.mutation("updateEndpoint") { info in
      try commands(info).update(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: Endpoint.self)
    }
    resolvers.mutation("deleteEndpoint") { info in
      try commands(info).delete(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID)
    }
    resolvers.mutation("testEndpoint") { info in
      try commands(info).test(info.arguments.values, id: UUID.v7())
    } answer: { command, info in
      try await info.send(command, as: ConnectionDiagnosis.self)
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> EndpointCommands {
    let gateway = try info.gateway
    return EndpointCommands(
      templates: gateway.services.templates, sealer: gateway.services.sealer,
      requestedBy: gateway.request.caller.name)
  }
}
