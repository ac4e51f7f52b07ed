/// A document that was parsed and validated.
final class PreparedDocument: Sendable {
  /// About how many fields are kept for it.
  let weight: Int
  private let operations: [PreparedOperation]

  init(weight: Int, operations: [PreparedOperation]) {
    self.weight = weight
    self.operations = operations
  }

  /// The operation to execute (GraphQL specification, 6.1, GetOperation).
  func operation(named name: String?) throws(RequestErrors) -> PreparedOperation {
    if let name {
      guard let operation = operations.first(where: { $0.name == name }) else {
        throw Self.refused("The document has no operation with the given name.")
      }
      return operation
    }
    guard let operation = operations.first else {
      throw Self.refused("The document holds no operation.")
    }
    guard operations.count == 1 else {
      throw Self.refused("Must provide operation name if query contains multiple operations.")
    }
    return operation
  }

  private static func refused(_ message: String) -> RequestErrors {
    RequestErrors(kind: .operation, errors: [GraphQLError(message, code: .operationNotFound)])
  }
}
