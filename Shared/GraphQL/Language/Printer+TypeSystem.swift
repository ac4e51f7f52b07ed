extension Printer {
  mutating func write(_ schema: AST.SchemaDefinition, isExtension: Bool) {
    write(description: schema.description)
    write(isExtension ? "extend schema" : "schema")
    write(schema.directives)
    guard !schema.operationTypes.isEmpty else { return }
    write(" ")
    block(schema.operationTypes) { $0.write("\($1.operation.rawValue): \($1.type.value)") }
  }

  mutating func write(_ type: AST.TypeDefinition, isExtension: Bool) {
    write(description: type.description)
    if isExtension { write("extend ") }
    write("\(type.kind.rawValue) \(type.name.value)")
    if !type.interfaces.isEmpty {
      write(" implements ")
      separated(type.interfaces, by: " & ") { $0.write($1.value) }
    }
    write(type.directives)
    if !type.members.isEmpty {
      write(" = ")
      separated(type.members, by: " | ") { $0.write($1.value) }
    }
    if !type.fields.isEmpty {
      write(" ")
      block(type.fields) { $0.write($1) }
    }
    if !type.values.isEmpty {
      write(" ")
      block(type.values) {
        $0.write(description: $1.description)
        $0.write($1.name.value)
        $0.write($1.directives)
      }
    }
    if !type.inputFields.isEmpty {
      write(" ")
      block(type.inputFields) { $0.write($1) }
    }
  }

  private mutating func write(_ field: AST.FieldDefinition) {
    write(description: field.description)
    write(field.name.value)
    write(field.arguments)
    write(": \(field.type)")
    write(field.directives)
  }

  private mutating func write(_ arguments: [AST.InputValueDefinition]) {
    guard !arguments.isEmpty else { return }
    if arguments.contains(where: { $0.description != nil }) {
      write("(")
      indented {
        for argument in arguments {
          $0.newLine()
          $0.write(argument)
        }
      }
      newLine()
      write(")")
    } else {
      write("(")
      separated(arguments, by: ", ") { $0.write($1) }
      write(")")
    }
  }

  private mutating func write(_ value: AST.InputValueDefinition) {
    write(description: value.description)
    write("\(value.name.value): \(value.type)")
    if let defaultValue = value.defaultValue {
      write(" = ")
      write(defaultValue)
    }
    write(value.directives)
  }

  mutating func write(_ directive: AST.DirectiveDefinition) {
    write(description: directive.description)
    write("directive @\(directive.name.value)")
    write(directive.arguments)
    if directive.isRepeatable { write(" repeatable") }
    write(" on ")
    separated(directive.locations, by: " | ") { $0.write($1.rawValue) }
  }
}
