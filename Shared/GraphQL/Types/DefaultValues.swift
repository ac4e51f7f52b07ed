import JSON
import OrderedCollections

/// The coerced defaults of all arguments and input fields of a schema, by coordinate
/// (`Type.field.argument`, `Input.field`, `@directive.argument`).
struct DefaultValues {
  private(set) var values: [String: JSONValue] = [:]
  private let coercion: InputCoercion

  init(schema: Schema, builder: inout SchemaBuilder) {
    coercion = InputCoercion(schema: schema)
    for definition in builder.definitions.values {
      let name = definition.name.value
      read(definition.inputFields, of: name, &builder)
      for field in definition.fields { read(field.arguments, of: "\(name).\(field.name.value)", &builder) }
    }
    for directive in builder.directiveDefinitions.values {
      read(directive.arguments, of: "@\(directive.name.value)", &builder)
    }
  }

  private mutating func read(
    _ inputs: [AST.InputValueDefinition], of owner: String, _ builder: inout SchemaBuilder
  ) {
    for input in inputs {
      guard let literal = input.defaultValue else { continue }
      do {
        values["\(owner).\(input.name.value)"] = try coercion.coerce(literal: literal, to: input.type)
      } catch {
        builder.report(
          "The default of \(owner).\(input.name.value) is no value of \(input.type): \(error.message).",
          at: literal.location)
      }
    }
  }
}
