import JSON
import OrderedCollections

extension InputCoercion {
  /// Reads a value of the variables, telling everything that is wrong with it.
  /// - Returns: the coerced value; meaningless when a problem was added.
  func coerce(
    value: JSONValue, to type: AST.TypeReference, path: inout [PathElement], problems: inout [InputProblem]
  ) -> JSONValue {
    guard problems.count < Self.maximumProblems else { return .null }
    switch type {
    case .nonNull(let inner):
      guard !value.isNull else {
        problems.append(
          InputProblem(path: path, message: "expected a value of type \(type), found null"))
        return .null
      }
      return coerce(value: value, to: inner, path: &path, problems: &problems)
    case .list(let element):
      guard !value.isNull else { return .null }
      guard case .array(let items) = value else {
        return .array([coerce(value: value, to: element, path: &path, problems: &problems)])
      }
      var array: [JSONValue] = []
      array.reserveCapacity(items.count)
      for (index, item) in items.enumerated() {
        path.append(.index(index))
        array.append(coerce(value: item, to: element, path: &path, problems: &problems))
        path.removeLast()
      }
      return .array(array)
    case .named(let name):
      guard !value.isNull else { return .null }
      do {
        return try coerce(value: value, to: name.value, path: &path, problems: &problems)
      } catch {
        problems.append(InputProblem(path: path, message: error.message))
        return .null
      }
    }
  }

  private func coerce(
    value: JSONValue, to name: String, path: inout [PathElement], problems: inout [InputProblem]
  ) throws(CoercionError) -> JSONValue {
    switch schema.types[name] {
    case .scalar(let scalar):
      do { return try scalar.coercion.parseValue(value) } catch { throw Self.shown(error) }
    case .enumeration(let type):
      guard case .string(let text) = value else {
        throw CoercionError.expected("a value of enum \(name)", found: value)
      }
      guard type.values[text] != nil else { throw CoercionError("no such value of enum \(name)") }
      return value
    case .inputObject(let type):
      guard case .object(let members) = value else {
        throw CoercionError.expected("an object of type \(name)", found: value)
      }
      return coerce(members: members, to: type, path: &path, problems: &problems)
    default: throw CoercionError("\(name) is no input type")
    }
  }

  private func coerce(
    members: JSONObject, to type: InputObjectType, path: inout [PathElement], problems: inout [InputProblem]
  ) -> JSONValue {
    var object = JSONObject(minimumCapacity: type.fields.count)
    for field in type.fields.values {
      if let member = members[field.name] {
        path.append(.key(field.name))
        object[field.name] = coerce(value: member, to: field.type, path: &path, problems: &problems)
        path.removeLast()
      } else if let value = field.defaultValue {
        object[field.name] = value
      } else if field.type.isNonNull {
        problems.append(
          InputProblem(
            path: path + [.key(field.name)],
            message: "field \"\(field.name)\" of required type \(field.type) was not provided"))
      }
    }
    for key in members.keys where type.fields[key] == nil && problems.count < Self.maximumProblems {
      let shown = CharacterClass.isName(key) && key.utf8.count <= 64 ? "\"\(key)\"" : "with this name"
      problems.append(
        InputProblem(path: path, message: "field \(shown) is not defined by type \(type.name)"))
    }
    if type.isOneOf, !Self.isExactlyOne(object, of: members.count) {
      problems.append(InputProblem(path: path, message: Self.notOne(type).message))
    }
    return .object(object)
  }
}
