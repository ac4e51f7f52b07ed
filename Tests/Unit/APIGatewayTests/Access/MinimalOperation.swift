import GraphQL
import JSON
import OrderedCollections

/// The smallest operation that calls a root field, with a value of the right shape for every argument it needs.
struct MinimalOperation {
  let text: String
  let variables: JSONObject

  init(_ kind: OperationType, _ field: FieldDefinition, in schema: Schema) {
    let required = field.arguments.values.filter(\.isRequired)
    variables = JSONObject(
      required.map { ($0.name, Self.value(of: $0.type, schema)) }, uniquingKeysWith: { first, _ in first })
    let declarations = required.map { "$\($0.name): \($0.type)" }.joined(separator: ", ")
    let arguments = required.map { "\($0.name): $\($0.name)" }.joined(separator: ", ")
    let isLeaf = schema.namedType(of: field.type)?.isLeaf ?? true
    let head = kind.rawValue + (required.isEmpty ? "" : " (\(declarations))")
    let call = field.name + (required.isEmpty ? "" : "(\(arguments))")
    text = "\(head) { \(call)\(isLeaf ? "" : " { __typename }") }"
  }

  private static func value(of type: AST.TypeReference, _ schema: Schema) -> JSONValue {
    if type.listElement != nil { return [] }
    switch schema.namedType(of: type) {
    case .inputObject(let input):
      let members = input.fields.values.filter(\.isRequired).map { ($0.name, value(of: $0.type, schema)) }
      return .object(JSONObject(members, uniquingKeysWith: { first, _ in first }))
    case .enumeration(let enumeration): return .string(enumeration.values.keys.first ?? "")
    case .scalar(let scalar):
      switch scalar.name {
      case "ID": return "0198c0de-0000-7000-8000-000000000001"
      case "Int": return 1
      case "Float": return 1.5
      case "Boolean": return true
      case "DateTime": return "2026-01-01T00:00:00.000Z"
      case "JSON": return [:]
      default: return "text"
      }
    case .object, .interface, .union, nil: return nil
    }
  }
}
