import Contracts
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceRuntime
import Telemetry

/// What belongs to one HTTP request.
struct GatewayRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// In the answer's header, in logs and in messages.
  let correlationID: String
  /// Of the trace that begins here, where the caller brings none: the correlation id's digits.
  let traceID: TraceID?
  /// Where the request came from.
  let address: String?
  /// Set once the caller has shown a valid key.
  var caller: Caller?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
    let id = UUID.v7()
    correlationID = id.lowercased
    traceID = TraceID(id)
    address = source.channel.remoteAddress?.ipAddress
    logger[metadataKey: LogKey.correlationID] = "\(correlationID)"
  }
}
