import JSON
import OrderedCollections

extension InputCoercion {
  /// The values of an operation's variables (GraphQL specification, 6.1.2). A variable without a value or
  /// default is not among them.
  /// - Throws: every problem, naming the variable and the way to the value, never the value.
  func variables(
    _ definitions: [AST.VariableDefinition], given: JSONObject
  ) throws(RequestErrors) -> [String: JSONValue] {
    guard !definitions.isEmpty else { return [:] }
    var result: [String: JSONValue] = [:]
    result.reserveCapacity(definitions.count)
    var errors: [GraphQLError] = []
    for definition in definitions {
      let name = definition.name.value
      if let value = given[name] {
        var problems: [InputProblem] = []
        var path: [PathElement] = []
        result[name] = coerce(value: value, to: definition.type, path: &path, problems: &problems)
        errors += problems.map { problem in
          let place = problem.path.appended(to: name)
          return GraphQLError(
            "Variable \"$\(place)\" got an invalid value: \(problem.message).",
            locations: [definition.location].compactMap(\.sourceLocation), code: .invalidVariables,
            extensions: ["field": .string(place)])
        }
      } else if let literal = definition.defaultValue {
        do {
          result[name] = try coerce(literal: literal, to: definition.type)
        } catch {
          errors.append(
            GraphQLError(
              "Variable \"$\(name)\" has an invalid default: \(error.message).", at: [literal.location],
              code: .invalidVariables))
        }
      } else if definition.type.isNonNull {
        errors.append(
          GraphQLError(
            "Variable \"$\(name)\" of required type \"\(definition.type)\" was not provided.",
            locations: [definition.location].compactMap(\.sourceLocation), code: .invalidVariables,
            extensions: ["field": .string(name)]))
      }
      if errors.count >= Self.maximumProblems { break }
    }
    guard errors.isEmpty else { throw RequestErrors(kind: .variables, errors: errors) }
    return result
  }
}
