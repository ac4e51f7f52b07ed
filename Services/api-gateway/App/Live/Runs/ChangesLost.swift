import Contracts
import GraphQL
import JSON
import OrderedCollections

/// A subscription that cannot tell all that has happened. `extensions.refetch` asks the client to read anew what
/// it shows and to subscribe again.
struct ChangesLost: ErrorExtensions {
  var message: String { "more has changed than could be delivered; read anew and subscribe again" }
  var extensions: JSONObject {
    ["code": .string(Contracts.ErrorCode.unavailable.rawValue), "refetch": true]
  }
}
