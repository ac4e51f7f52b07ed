import Contracts
import Foundation
import GraphQL

/// Makes the commands that decide about dead letters from the arguments of their mutations.
struct DeadLetterCommands {
  let requestedBy: String

  private static let bodyBytes = 1...1_048_576
  private static let noteBytes = 1...2_000

  /// `redriveDeadLetter(id:body:type:)`
  func redrive(_ info: ResolveInfo) throws(Refusal) -> RedriveDeadLetter {
    let input = InputReader(info.arguments.values)
    return RedriveDeadLetter(
      deadLetterID: try input.requiredUUID("id"), requestedBy: requestedBy,
      body: try input.text("body", bytes: Self.bodyBytes), messageType: try input.text("type"))
  }

  /// `discardDeadLetter(id:reason:)`
  func discard(_ info: ResolveInfo) throws(Refusal) -> DiscardDeadLetter {
    let input = InputReader(info.arguments.values)
    return DiscardDeadLetter(
      deadLetterID: try input.requiredUUID("id"), requestedBy: requestedBy,
      note: try input.text("reason", bytes: Self.noteBytes))
  }

  /// `redriveDeadLetters(endpointId:reason:queue:type:)`
  func redriveAll(_ info: ResolveInfo) throws(Refusal) -> RedriveDeadLetters {
    RedriveDeadLetters(requestedBy: requestedBy, filter: try filter(info))
  }

  /// `discardDeadLetters(endpointId:reason:queue:type:note:)`
  func discardAll(_ info: ResolveInfo) throws(Refusal) -> DiscardDeadLetters {
    DiscardDeadLetters(
      requestedBy: requestedBy, filter: try filter(info),
      note: try InputReader(info.arguments.values).text("note", bytes: Self.noteBytes))
  }

  /// Without a restriction everything would be meant, which nobody asks for by accident and wants.
  private func filter(_ info: ResolveInfo) throws(Refusal) -> DeadLetterFilter {
    let filter = try DeadLetterResolvers.filter(info)
    guard !filter.isEmpty else {
      throw .invalid("endpointId", "give at least one of endpointId, reason, queue and type")
    }
    return filter
  }
}
