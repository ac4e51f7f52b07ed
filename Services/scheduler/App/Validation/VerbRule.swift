import Contracts

/// The HTTP method of an endpoint.
enum VerbRule {
  private static let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

  static func check(_ verb: String, _ field: String) throws(Refusal) -> String {
    let normalised = verb.uppercased()
    guard known.contains(normalised) else {
      throw .invalid(field, "must be one of \(known.joined(separator: ", "))")
    }
    return normalised
  }
}
