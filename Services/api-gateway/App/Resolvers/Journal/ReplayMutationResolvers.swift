import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// The mutations that put runs and messages back.
enum ReplayMutationResolvers {
  /// The journal shows a message within seconds of its sending.
  private static let patience = Duration.seconds(4)
  private static let lookInterval = Duration.milliseconds(100)

  static func add(to resolvers: inout Resolvers) {
    resolvers.mutation("replayRun") { info in
      try commands(info).run(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: Run.self)
    }
    resolvers.mutation("replayMessage") { info in
      try commands(info).message(info.arguments.values)
    } answer: { command, info in
      let replayed = try await info.send(command, as: ReplayedMessage.self)
      return try await entry(of: replayed, info)
    }
    resolvers.mutation("replayMessages") { info in
      try commands(info).messages(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: ReplayedMessages.self)
    }
    resolvers.object("ReplayedMessages", ReplayedMessages.self) { type in
      type.property("count") { $0.count }
      type.property("replayed") { $0.replayed }
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> ReplayCommands {
    ReplayCommands(requestedBy: try info.gateway.request.caller.name)
  }

  /// Waits until the journal has the message.
  private static func entry(of replayed: ReplayedMessage, _ info: ResolveInfo) async throws -> JournalEntry {
    let end = ContinuousClock.now + patience
    repeat {
      if let entry = try await info.read({ try await JournalQueries.find([replayed.id], in: $0) })[
        replayed.id]
      {
        return entry
      }
      try await Task.sleep(for: lookInterval)
    } while .now < end
    throw Refusal.unavailable(
      "the message was put back as \(replayed.id), but the journal does not show it yet")
  }
}
