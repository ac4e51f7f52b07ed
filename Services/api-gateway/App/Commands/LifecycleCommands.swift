import Contracts
import Foundation
import JSON

/// Makes the commands that pause, resume, backfill and cancel from the arguments of their mutations.
struct LifecycleCommands {
  private static let noteBytes = 1...1_000
  private static let maximumLabels = 20

  /// As `requestedBy` shows it.
  let requestedBy: String

  /// `cancelRun(id:)`
  func cancelRun(_ arguments: JSONObject) throws(Refusal) -> CancelRun {
    CancelRun(runID: try InputReader(arguments).requiredUUID("id"), requestedBy: requestedBy)
  }

  /// `pauseCollection(id:note:)`
  func pause(_ arguments: JSONObject) throws(Refusal) -> PauseCollection {
    let input = InputReader(arguments)
    return PauseCollection(
      collectionID: try input.requiredUUID("id"), requestedBy: requestedBy, note: try note(input))
  }

  /// `resumeCollection(id:note:)`
  func resume(_ arguments: JSONObject) throws(Refusal) -> ResumeCollection {
    let input = InputReader(arguments)
    return ResumeCollection(
      collectionID: try input.requiredUUID("id"), requestedBy: requestedBy, note: try note(input))
  }

  /// `pauseCollections(labels:endpointId:note:)`
  func pauseAll(_ arguments: JSONObject) throws(Refusal) -> PauseCollections {
    let input = InputReader(arguments)
    return PauseCollections(
      requestedBy: requestedBy, labels: try labels(input), endpointID: try input.uuid("endpointId"),
      note: try note(input))
  }

  /// `resumeCollections(labels:endpointId:note:)`
  func resumeAll(_ arguments: JSONObject) throws(Refusal) -> ResumeCollections {
    let input = InputReader(arguments)
    return ResumeCollections(
      requestedBy: requestedBy, labels: try labels(input), endpointID: try input.uuid("endpointId"),
      note: try note(input))
  }

  /// `backfillCollection(id:from:to:)`
  func backfill(_ arguments: JSONObject) throws(Refusal) -> BackfillCollection {
    let input = InputReader(arguments)
    guard let from = try input.date("from") else { throw .invalid("from", "is required") }
    guard let to = try input.date("to") else { throw .invalid("to", "is required") }
    guard from < to else { throw .invalid("to", "must be after from") }
    return BackfillCollection(
      collectionID: try input.requiredUUID("id"), requestedBy: requestedBy, from: from, to: to)
  }

  /// `cancelBackfill(id:)`
  func cancelBackfill(_ arguments: JSONObject) throws(Refusal) -> CancelBackfill {
    CancelBackfill(backfillID: try InputReader(arguments).requiredUUID("id"), requestedBy: requestedBy)
  }

  private func note(_ input: InputReader) throws(Refusal) -> String? {
    try input.text("note", bytes: Self.noteBytes)
  }

  /// Without a label everything would be meant, which nobody asks for by accident and wants.
  private func labels(_ input: InputReader) throws(Refusal) -> [String] {
    guard let labels = try input.texts("labels", count: Self.maximumLabels), !labels.isEmpty else {
      throw .invalid("labels", "must hold at least one label")
    }
    return labels
  }
}
