import OrderedCollections

/// Shows all rules every node of a document, keeping the types around the node.
struct DocumentWalk {
  let context: ValidationContext
  let rules: [any ValidationRule]

  func run() {
    visit(.document(context.document)) {
      for definition in context.document.definitions where !context.isFull { walk(definition) }
    }
  }

  private func visit(_ node: SyntaxNode, _ children: () -> Void) {
    for rule in rules { rule.enter(node, context) }
    children()
    for rule in rules { rule.leave(node, context) }
  }

  private func visit(_ node: SyntaxNode) { visit(node) {} }

  private func walk(_ definition: AST.Definition) {
    switch definition {
    case .operation(let operation):
      visit(.operation(operation)) {
        for variable in operation.variables { walk(variable) }
        walk(operation.directives, at: DirectiveLocation(operation.operation))
        walk(
          operation.selectionSet,
          of: context.schema.rootType(of: operation.operation).map(NamedType.object))
        context.references.finish(operation)
      }
    case .fragment(let fragment):
      visit(.fragment(fragment)) {
        walk(fragment.directives, at: .fragmentDefinition)
        walk(fragment.selectionSet, of: composite(fragment.typeCondition))
        context.references.finish(fragment)
      }
    case .schema, .schemaExtension, .type, .typeExtension, .directive: visit(.typeSystem(definition))
    }
  }

  private func composite(_ name: AST.Name) -> NamedType? {
    guard let type = context.schema.types[name.value], type.isComposite else { return nil }
    return type
  }

  private func walk(_ variable: AST.VariableDefinition) {
    visit(.variableDefinition(variable)) {
      if let value = variable.defaultValue {
        let isInput = context.schema.namedType(of: variable.type)?.isInput == true
        walk(value, expecting: isInput ? variable.type : nil, hasDefault: false)
      }
      walk(variable.directives, at: .variableDefinition)
    }
  }

  private func walk(_ set: AST.SelectionSet, of type: NamedType?) {
    let outer = (context.parentType, context.field)
    context.parentType = type
    context.field = nil
    visit(.selectionSet(set)) {
      for selection in set.selections where !context.isFull { walk(selection, of: type) }
    }
    (context.parentType, context.field) = outer
  }

  private func walk(_ selection: AST.Selection, of type: NamedType?) {
    switch selection {
    case .field(let field):
      context.field = type.flatMap { context.schema.field(field.name.value, of: $0) }
      visit(.field(field)) {
        walk(field.arguments, context.field?.arguments)
        walk(field.directives, at: .field)
        if let set = field.selectionSet {
          let target = context.field.flatMap { context.schema.namedType(of: $0.type) }
          walk(set, of: target?.isComposite == true ? target : nil)
        }
      }
      context.field = nil
    case .spread(let spread):
      context.references.add(spread)
      visit(.fragmentSpread(spread)) { walk(spread.directives, at: .fragmentSpread) }
    case .inline(let inline):
      visit(.inlineFragment(inline)) {
        walk(inline.directives, at: .inlineFragment)
        walk(inline.selectionSet, of: inline.typeCondition.map(composite) ?? type)
      }
    }
  }

  private func walk(_ directives: [AST.Directive], at place: DirectiveLocation) {
    guard !directives.isEmpty else { return }
    visit(.directives(directives, place)) {
      for directive in directives {
        context.directive = context.schema.directives[directive.name.value]
        context.isInDirective = true
        visit(.directive(directive, place)) { walk(directive.arguments, context.directive?.arguments) }
        context.directive = nil
        context.isInDirective = false
      }
    }
  }
}
