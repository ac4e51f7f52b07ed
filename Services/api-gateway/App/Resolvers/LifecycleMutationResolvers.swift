import Contracts
import Domain
import GraphQL

/// The mutations that pause, resume, backfill and cancel.
enum LifecycleMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    addPauses(to: &resolvers)
    resolvers.mutation("backfillCollection") { info in
      try commands(info).backfill(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: BackfillStarted.self).runs
    }
    resolvers.mutation("cancelBackfill") { info in
      try commands(info).cancelBackfill(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: Backfill.self)
    }
    resolvers.mutation("cancelRun") { info in
      try commands(info).cancelRun(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: Run.self)
    }
  }

  private static func addPauses(to resolvers: inout Resolvers) {
    resolvers.mutation("pauseCollection") { info in
      try commands(info).pause(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: MetadataCollection.self)
    }
    resolvers.mutation("resumeCollection") { info in
      try commands(info).resume(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: MetadataCollection.self)
    }
    resolvers.mutation("pauseCollections") { info in
      try commands(info).pauseAll(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: [MetadataCollection].self)
    }
    resolvers.mutation("resumeCollections") { info in
      try commands(info).resumeAll(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: [MetadataCollection].self)
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> LifecycleCommands {
    LifecycleCommands(requestedBy: try info.gateway.request.caller.name)
  }
}
