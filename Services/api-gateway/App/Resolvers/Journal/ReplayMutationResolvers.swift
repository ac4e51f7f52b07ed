import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// The mutations that put runs and messages back.
enum ReplayMutationResolvers {
  /// The journal shows a message within a second of its sending, as a rule.
  private static let patience = Duration.seconds(2)
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
      let first = try await info.read { try await JournalQueries.find([command.messageID], in: $0) }
      let replayed = try await info.send(command, as: ReplayedMessage.self)
      return try await entry(of: replayed, repeating: first[command.messageID], info)
    }
    resolvers.mutation("replayMessages") { info in
      try commands(info).messages(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, endpoint: command.endpointID, as: ReplayedMessages.self)
    }
    resolvers.object("ReplayedMessages", ReplayedMessages.self) { type in
      type.property("count") { $0.count }
      type.property("replayed") { $0.replayed }
      type.property("unavailable") { $0.unavailable ?? 0 }
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> ReplayCommands {
    ReplayCommands(requestedBy: try info.gateway.request.caller.name)
  }

  /// Waits until the journal has the message. It has been sent, so that whatever goes wrong now is no failure.
  private static func entry(
    of replayed: ReplayedMessage, repeating first: JournalEntry?, _ info: ResolveInfo
  ) async throws -> JournalEntry {
    let end = ContinuousClock.now + patience
    repeat {
      let found = try? await info.read { try await JournalQueries.find([replayed.id], in: $0) }
      if let entry = found?[replayed.id] { return entry }
      try await Task.sleep(for: lookInterval)
    } while .now < end
    guard let first else {
      throw Refusal.unavailable(
        "the message was put back as \(replayed.id), but the journal does not show it yet")
    }
    return JournalEntry(pending: replayed, repeating: first)
  }
}
