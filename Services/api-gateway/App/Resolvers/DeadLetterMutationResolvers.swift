import Contracts
import Foundation
import GraphQL

/// The mutations that decide about dead letters
enum DeadLetterMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.mutation("redriveDeadLetter") { info in
      try commands(info).redrive(info)
    } answer: { command, info in
      try await info.send(command)
    }
    resolvers.mutation("discardDeadLetter") { info in
      try commands(info).discard(info)
    } answer: { command, info in
      try await info.send(command)
    }
    resolvers.mutation("redriveDeadLetters") { info in
      try commands(info).redriveAll(info)
    } answer: { command, info in
      try await info.send(command, endpoint: command.filter.endpointID, as: BulkOutcome.self)
    }
    resolvers.mutation("discardDeadLetters") { info in
      try commands(info).discardAll(info)
    } answer: { command, info in
      try await info.send(command, endpoint: command.filter.endpointID, as: BulkOutcome.self)
    }
    resolvers.object("BulkOutcome", BulkOutcome.self) { type in
      type.property("done") { $0.done }
      type.property("refused") { $0.refused }
      type.property("remaining") { $0.remaining }
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> DeadLetterCommands {
    DeadLetterCommands(requestedBy: try info.gateway.request.caller.name)
  }
}
