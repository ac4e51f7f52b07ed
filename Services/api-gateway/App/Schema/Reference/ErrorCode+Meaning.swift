import Contracts

extension Contracts.ErrorCode {
  /// Whether the code tells how a run ended, and not what became of a request.
  var isOfRuns: Bool {
    switch self {
    case .runTimeout, .runLost, .runCancelled, .endpointUnavailable, .upstreamAuth, .upstreamRateLimited,
      .upstreamUnreachable,
      .upstreamProtocol, .upstreamError, .configInvalid:
      true
    default: false
    }
  }

  /// What a caller makes of the code.
  var meaning: String {
    switch self {
    case .authRequired: "No valid key, token or session came with the request."
    case .roleForbidden: "The caller's role does not allow it."
    case .endpointNotFound: "There is no endpoint of that id, or it has been deleted."
    case .duplicateSourceID: "Another live endpoint has the source id."
    case .connectionTestFailed: "The endpoint's system could not be reached as described."
    case .collectionNotFound: "There is no collection of that id, or it has been deleted."
    case .collectionDisabled: "The collection or its endpoint takes no runs."
    case .collectionInProgress: "A run of the collection is queued or running."
    case .collectionAmbiguous: "The endpoint has several collections and none is called `default`: name one."
    case .runNotFound: "There is no run of that id."
    case .runFinished: "The run has ended already."
    case .backfillNotFound: "There is no backfill of that id."
    case .scheduleInvalid: "The schedule cannot be read, or its time zone is unknown."
    case .datasetNotFound: "There is no dataset of that id."
    case .messageNotFound: "There is no message of that id, or it has been decided about."
    case .webhookNotFound: "There is no webhook of that id, or it has been deleted."
    case .invalidInput:
      "Something in the request is not valid: `extensions.field` names it, `extensions.reason` says more."
    case .rateLimited: "Too many requests. `Retry-After` says when to come back."
    case .timeout:
      "The request took too long. Whether a mutation was carried out is unknown: ask before repeating it."
    case .unavailable: "A part of the platform is away. The same request may succeed later."
    case .internal: "A defect of the platform. `extensions.correlationId` leads to it in the logs."
    case .runTimeout: "The run took longer than it may."
    case .runLost: "The processes that had the run were lost, one after another."
    case .runCancelled: "The run was cancelled."
    case .endpointUnavailable:
      "Too many runs of the endpoint failed one after another: it is left alone for a while (its breaker is open)."
    case .upstreamAuth: "The source did not accept the credentials."
    case .upstreamRateLimited: "The source asked for fewer requests."
    case .upstreamUnreachable: "The source could not be reached."
    case .upstreamProtocol: "The source answered in a way that is not understood."
    case .upstreamError: "The source reported an error."
    case .configInvalid: "The endpoint's configuration does not fit its kind."
    }
  }
}
