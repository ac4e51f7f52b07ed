import Contracts
import GraphQL
import JSON
import OrderedCollections

extension GraphQLError {
  /// What the engine calls by several names is one to the callers of this API: their input is not valid. The
  /// engine's own name stays readable as `reason`.
  private static let inputCodes: Set<GraphQL.ErrorCode> = [
    .syntax, .documentTooLarge, .tooManyTokens, .tooDeep, .tooComplex, .validation, .operationNotFound,
    .operationNotAllowed, .invalidRequest, .invalidVariables, .invalidArgument,
  ]

  /// The error with the codes of this API.
  var presented: GraphQLError {
    guard let code, Self.inputCodes.contains(code), extensions["code"] == nil else { return self }
    var error = self
    error.extensions.updateValue(
      .string(Contracts.ErrorCode.invalidInput.rawValue), forKey: "code", insertingAt: 0)
    error.extensions["reason"] = .string(code.rawValue)
    return error
  }
}
