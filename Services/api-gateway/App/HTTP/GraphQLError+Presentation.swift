import Contracts
import GraphQL
import JSON
import OrderedCollections

extension GraphQLError {
  /// The engine's codes that are not about the caller's input.
  private static let otherCodes: Set<GraphQL.ErrorCode> = [.cancelled, .invalidResult, .schema]

  /// The error with the codes of this API: what the engine calls by several names is one to its callers, whose
  /// input is not valid. The engine's own name stays readable as `reason`.
  var presented: GraphQLError {
    guard let code, !Self.otherCodes.contains(code), extensions["code"] == nil else { return self }
    var error = self
    error.extensions.updateValue(
      .string(Contracts.ErrorCode.invalidInput.rawValue), forKey: "code", insertingAt: 0)
    error.extensions["reason"] = .string(code.rawValue)
    return error
  }
}
