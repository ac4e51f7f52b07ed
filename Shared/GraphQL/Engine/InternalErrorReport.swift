/// An error that was masked, for the host to log.
public struct InternalErrorReport: Sendable {
  public let error: any Error
  /// `Type.field` of the resolver.
  public let coordinate: String
  /// Where the value is missing in the response; the first place when a batch failed as a whole.
  public let path: [PathElement]
  /// The context of the request.
  public let context: any Sendable
}
