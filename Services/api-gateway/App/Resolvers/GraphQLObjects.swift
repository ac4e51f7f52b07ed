import Contracts
import Domain
import Foundation
import GraphQL
import Storage

// The rows of the product are the sources of the schema's objects.
extension APIKey: GraphQLObject {}
extension AuditEntry: GraphQLObject {}
extension Backfill: GraphQLObject {}
extension BulkOutcome: GraphQLObject {}
extension DeadLetter: GraphQLObject {}
extension DeadLetterQueries.Group: GraphQLObject {}
extension ScheduleState: GraphQLObject {}
extension CatalogChangeSet: GraphQLObject {}
extension CatalogDataset: GraphQLObject {}
extension ConnectionDiagnosis: GraphQLObject {}
extension ConnectionDiagnosis.Diagnostic: GraphQLObject {}
extension DatasetField: GraphQLObject {}
extension DatasetVersion: GraphQLObject {}
extension Endpoint: GraphQLObject {}
extension EndpointField: GraphQLObject {}
extension EndpointHealthChange: GraphQLObject {}
extension EndpointTemplate: GraphQLObject {}
extension JournalEntry: GraphQLObject {}
extension MetadataCollection: GraphQLObject {}
extension ReplayedMessages: GraphQLObject {}
extension Run: GraphQLObject {}
extension RunActivity: GraphQLObject {}
extension RunLogLine: GraphQLObject {}
extension RunTransition: GraphQLObject {}
extension Webhook: GraphQLObject {}
extension WebhookDelivery: GraphQLObject {}
extension WebhookTestOutcome: GraphQLObject {}

extension Date {
  /// The value of a `DateTime`.
  var timestamp: String { Timestamp.format(self) }
}
