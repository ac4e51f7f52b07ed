import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

extension RedriveDecision.Facts {
  /// What is to be known of some dead letters.
  init(of letters: [DeadLetter], in transaction: PostgresConnection) async throws {
    let endpoints = Set(
      letters.filter { $0.exchange == Exchange.triggers.rawValue }
        .compactMap { $0.routingKey.flatMap(UUID.init(uuidString:)) })
    let found = try await EndpointQueries.find(Array(endpoints), in: transaction)
    liveEndpoints = Set(found.values.filter { !$0.isDeleted }.map(\.id))
    answered = try await CommandLogStore.answered(
      amongst: letters.filter { $0.exchange == Exchange.commands.rawValue }.compactMap(\.messageID),
      in: transaction)
  }
}

extension RedriveOrder {
  /// - Parameters:
  ///   - edited: what is sent in place of its body; the run and the endpoint that it names are those it is about.
  ///   - actor: who has it sent; a command acts on their behalf.
  init(of letter: DeadLetter, edited: String? = nil, for actor: Contracts.Actor?) {
    let named = edited.map { BodyIdentifiers([UInt8]($0.utf8), limit: RedriveDecision.longestBody) }
    self.init(deadLetterID: letter.id, headers: [:])
    var texts: [String: String?] = [
      EnvelopeHeader.causationID: letter.messageID, EnvelopeHeader.replayOf: letter.messageID,
      EnvelopeHeader.runID: (named?.run ?? letter.runID)?.lowercased,
      EnvelopeHeader.endpointID: (named?.endpoint ?? letter.endpointID)?.lowercased,
    ]
    if letter.exchange == Exchange.commands.rawValue {
      texts[EnvelopeHeader.actorID] = actor?.keyID
      texts[EnvelopeHeader.actorName] = actor?.name
      texts[EnvelopeHeader.actorRole] = actor?.role
      texts[EnvelopeHeader.actorAddress] = actor?.address
    }
    for (name, text) in texts { headers[name] = text.map { .string($0) } }
  }
}
