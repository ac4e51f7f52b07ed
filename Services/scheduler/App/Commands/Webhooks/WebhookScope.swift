import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// The endpoint and the collection of which a webhook tells have to be there, and to belong together.
enum WebhookScope {
  static func check(_ webhook: Webhook, in transaction: PostgresConnection) async throws {
    if let id = webhook.endpointID {
      let endpoint = try await EndpointQueries.find([id], in: transaction)[id]
      guard let endpoint, endpoint.deletedAt == nil else { throw Refusal.endpointNotFound(id) }
    }
    if let id = webhook.collectionID {
      let collection = try await CollectionQueries.find([id], in: transaction)[id]
      guard let collection, collection.deletedAt == nil else { throw Refusal.collectionNotFound(id) }
      guard webhook.endpointID.map({ $0 == collection.endpointID }) ?? true else {
        throw Refusal.invalid(
          "input.collectionId", "is a collection of another endpoint; leave endpointId out, or give its own")
      }
    }
  }
}
