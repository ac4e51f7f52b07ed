import Foundation
import GraphQL

/// An executor that is there, as it last said of itself.
struct LiveExecutor: GraphQLObject, Equatable {
  var name: String
  var startedAt: Date
  var seenAt: Date
  /// Endpoints it owns.
  var endpoints: Int
  /// Runs it works on.
  var runs: Int
}
