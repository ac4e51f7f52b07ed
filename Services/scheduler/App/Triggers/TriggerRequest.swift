import Contracts
import Foundation
import JSON
import Storage

/// A wish for one run, as a batch takes it.
struct TriggerRequest: Sendable {
  enum Target: Sendable, Equatable {
    case collection(UUID)
    /// The endpoint's only or `default` collection (A2).
    case endpoint(UUID)
  }

  var entry: CommandLogStore.Entry
  var type: MessageType
  var actor: Contracts.Actor
  var target: Target
  var requestedBy: String
  /// The filters of the run. What is wrong with them is an answer like any other and is recorded.
  var filters: Result<JSONValue?, Refusal>
  var cause: MessageCause
  var address: ReplyAddress?

  var commandID: String { entry.commandID }

  init(
    _ envelope: Envelope, target: Target, requestedBy: String, filters: JSONValue?, schemas: [String]?
  ) {
    entry = CommandLogStore.Entry(commandID: envelope.messageID, requestDigest: envelope.requestDigest)
    type = envelope.type
    actor = envelope.actor ?? .unnamed(requestedBy)
    self.target = target
    self.requestedBy = requestedBy
    self.filters = Result { () throws(Refusal) in try RunFilters.merge(filters, schemas) }
    cause = MessageCause(envelope)
    address = ReplyAddress(envelope)
  }

  init(_ command: TriggerCollection, _ envelope: Envelope) {
    self.init(
      envelope, target: .collection(command.collectionID), requestedBy: command.requestedBy,
      filters: command.filters, schemas: command.schemaOverride)
  }

  init(_ command: TriggerEndpoint, _ envelope: Envelope) {
    self.init(
      envelope, target: .endpoint(command.endpointID), requestedBy: command.requestedBy,
      filters: command.filters, schemas: command.schemaOverride)
  }
}
