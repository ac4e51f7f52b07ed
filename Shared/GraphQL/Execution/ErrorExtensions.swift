import JSON

/// An error that a resolver may show to the client. Every other error is masked as an internal one.
public protocol ErrorExtensions: Error {
  /// What went wrong, safe to show.
  var message: String { get }
  /// Members for the client's program, such as `code`.
  var extensions: JSONObject { get }
}

extension GraphQLError: ErrorExtensions {}
