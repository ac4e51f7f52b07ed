import OrderedCollections

/// What is said to callers who are not told the names of the schema (S06). Errors of validation get their wording
/// from their rules: ``ValidationRule/plainMessage``.
enum PlainWording {
  private static let messages: [ErrorCode: String] = [
    .syntax: "The document does not follow the grammar of GraphQL.",
    .invalidVariables: "A variable has no valid value.",
    .invalidArgument: "An argument has no valid value.",
  ]

  /// The error with nothing of the schema or the request in it but places.
  static func of(_ error: GraphQLError) -> GraphQLError {
    guard let code = error.code, let message = messages[code] else { return error }
    var plain = error
    plain.message = message
    plain.extensions["field"] = nil
    return plain
  }
}

extension GraphQLResponse {
  func worded(suggestsNames: Bool) -> GraphQLResponse {
    guard !suggestsNames, !errors.isEmpty else { return self }
    var response = self
    response.errors = errors.map(PlainWording.of)
    return response
  }
}
