extension Printer {
  mutating func write(_ operation: AST.OperationDefinition) {
    write(description: operation.description)
    let isShorthand =
      canAbbreviate && operation.description == nil && operation.operation == .query && operation.name == nil
      && operation.variables.isEmpty
      && operation.directives.isEmpty
    if !isShorthand {
      write(operation.operation.rawValue)
      if let name = operation.name { write(" " + name.value) }
      if !operation.variables.isEmpty {
        if operation.name == nil { write(" ") }
        write(operation.variables)
      }
      write(operation.directives)
      write(" ")
    }
    write(operation.selectionSet)
  }

  private mutating func write(_ variables: [AST.VariableDefinition]) {
    write("(")
    if variables.contains(where: { $0.description != nil }) {
      indented { printer in
        for variable in variables {
          printer.newLine()
          printer.write(variable)
        }
      }
      newLine()
    } else {
      separated(variables, by: ", ") { $0.write($1) }
    }
    write(")")
  }

  private mutating func write(_ variable: AST.VariableDefinition) {
    write(description: variable.description)
    write("$\(variable.name.value): \(variable.type)")
    if let value = variable.defaultValue {
      write(" = ")
      write(value)
    }
    write(variable.directives)
  }

  mutating func write(_ fragment: AST.FragmentDefinition) {
    write(description: fragment.description)
    write("fragment \(fragment.name.value) on \(fragment.typeCondition.value)")
    write(fragment.directives)
    write(" ")
    write(fragment.selectionSet)
  }

  private mutating func write(_ selectionSet: AST.SelectionSet) {
    block(selectionSet.selections) { printer, selection in
      switch selection {
      case .field(let field): printer.write(field)
      case .spread(let spread):
        printer.write("...\(spread.name.value)")
        printer.write(spread.directives)
      case .inline(let inline):
        printer.write("...")
        if let condition = inline.typeCondition { printer.write(" on \(condition.value)") }
        printer.write(inline.directives)
        printer.write(" ")
        printer.write(inline.selectionSet)
      }
    }
  }

  private mutating func write(_ field: AST.Field) {
    if let alias = field.alias { write("\(alias.value): ") }
    write(field.name.value)
    write(field.arguments)
    write(field.directives)
    if let selectionSet = field.selectionSet {
      write(" ")
      write(selectionSet)
    }
  }

  private mutating func write(_ arguments: [AST.Argument]) {
    guard !arguments.isEmpty else { return }
    write("(")
    separated(arguments, by: ", ") {
      $0.write("\($1.name.value): ")
      $0.write($1.value)
    }
    write(")")
  }

  mutating func write(_ directives: [AST.Directive]) {
    for directive in directives {
      write(" @\(directive.name.value)")
      write(directive.arguments)
    }
  }

  mutating func write(_ value: AST.Value) {
    switch value.kind {
    case .null: write("null")
    case .variable(let name): write("$\(name)")
    case .int(let digits), .float(let digits): write(digits)
    case .string(let string): write(string: string)
    case .boolean(let flag): write(flag ? "true" : "false")
    case .enumeration(let name): write(name)
    case .list(let elements):
      write("[")
      separated(elements, by: ", ") { $0.write($1) }
      write("]")
    case .object(let fields):
      write("{")
      separated(fields, by: ", ") {
        $0.write("\($1.name.value): ")
        $0.write($1.value)
      }
      write("}")
    }
  }
}

extension AST.Value {
  /// The value as text.
  public var printed: String {
    var printer = Printer()
    printer.write(self)
    return printer.text
  }
}
