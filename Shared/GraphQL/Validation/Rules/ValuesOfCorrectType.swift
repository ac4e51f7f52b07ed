import OrderedCollections

/// 5.6.1, 5.6.2 and 5.6.4: A value has the type of its place; input objects have known fields only, and all
/// required ones, those of `@oneOf` exactly one. Messages never repeat the value, which may be a secret.
final class ValuesOfCorrectType: ValidationRule {
  static let plainMessage = "The value does not have the type that its place asks for."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .value(let value) = node, let type = context.inputType else { return }
    switch value.kind {
    case .variable: return
    case .null:
      if type.isNonNull {
        report(context, "Expected a value of type \"\(type)\", found null.", at: value.location)
      }
    case .list:
      if type.listElement == nil { checkNamed(value, type.namedType.value, context) }
    default: checkNamed(value, type.namedType.value, context)
    }
  }

  private func checkNamed(_ value: AST.Value, _ name: String, _ context: ValidationContext) {
    switch context.schema.types[name] {
    case .scalar(let type):
      do {
        _ = try type.coercion.parseLiteral(value, [:])
      } catch {
        report(
          context, "Invalid value for \"\(name)\": \(InputCoercion.shown(error).message).", at: value.location
        )
      }
    case .enumeration(let type): check(value, type, context)
    case .inputObject(let type):
      guard case .object(let fields) = value.kind else {
        return report(
          context, "Expected an object of type \"\(name)\", found \(value.kindName).", at: value.location)
      }
      check(fields, of: type, in: value, context)
    default: break
    }
  }

  private func check(_ value: AST.Value, _ type: EnumType, _ context: ValidationContext) {
    guard case .enumeration(let name) = value.kind else {
      return report(
        context, "Expected a value of enum \"\(type.name)\", found \(value.kindName).", at: value.location)
    }
    if type.values[name] == nil {
      let suggestion = context.suggestion(for: name, among: type.values.keys)
      report(context, "Enum \"\(type.name)\" has no value \"\(name)\".\(suggestion)", at: value.location)
    }
  }

  private func check(
    _ fields: [AST.ObjectField], of type: InputObjectType, in value: AST.Value, _ context: ValidationContext
  ) {
    for field in type.fields.values
    where field.isRequired && !fields.contains(where: { $0.name.value == field.name }) {
      report(
        context, "Field \"\(type.name).\(field.name)\" of required type \"\(field.type)\" is missing.",
        at: value.location)
    }
    for field in fields where type.fields[field.name.value] == nil {
      let suggestion = context.suggestion(for: field.name.value, among: type.fields.keys)
      report(
        context, "Type \"\(type.name)\" has no field \"\(field.name.value)\".\(suggestion)",
        at: field.location)
    }
    if type.isOneOf {
      let known = fields.filter { type.fields[$0.name.value] != nil }
      if known.count != 1 || known.contains(where: { $0.value.kind == .null }) {
        report(
          context, "Exactly one field of \"\(type.name)\" has to be given, and not as null.",
          at: value.location)
      }
    }
  }
}
