import JSON
import OrderedCollections

extension InputCoercion {
  /// The values of a field's or directive's arguments (GraphQL specification, 6.4.1). An argument without a
  /// value or default is not among them.
  func arguments(
    _ definitions: OrderedDictionary<String, InputValueDefinition>, given: [AST.Argument],
    variables: [String: JSONValue]
  ) throws(GraphQLError) -> JSONObject {
    guard !definitions.isEmpty else { return [:] }
    var result = JSONObject(minimumCapacity: definitions.count)
    for definition in definitions.values {
      let argument = given.first { $0.name.value == definition.name }
      var literal = argument?.value
      if case .variable(let name)? = literal?.kind, variables[name] == nil { literal = nil }
      if let argument, let literal {
        do {
          result[definition.name] = try coerce(
            literal: literal, to: definition.type, variables: variables)
        } catch {
          throw GraphQLError(
            "Argument \"\(definition.name)\" has an invalid value: \(error.message).",
            locations: [argument.value.location].compactMap(\.sourceLocation), code: .invalidArgument,
            extensions: ["field": .string(definition.name)])
        }
      } else if let value = definition.defaultValue {
        result[definition.name] = value
      } else if definition.type.isNonNull {
        throw GraphQLError(
          "Argument \"\(definition.name)\" of required type \"\(definition.type)\" was not provided.",
          locations: [argument?.value.location].compactMap { $0?.sourceLocation }, code: .invalidArgument,
          extensions: ["field": .string(definition.name)])
      }
    }
    return result
  }
}
