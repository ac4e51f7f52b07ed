/// Turns the text of a document into operations that can be executed: parses, measures and validates it.
struct DocumentPreparation {
  let schema: ExecutableSchema
  let configuration: EngineConfiguration

  func prepare(_ text: String, suggestsNames: Bool) throws(RequestErrors) -> PreparedDocument {
    let syntax: AST.Document
    do {
      syntax = try AST.Document(parsing: text, limits: configuration.documentLimits)
    } catch {
      throw RequestErrors(
        kind: error.code == .syntax ? .syntax : .limit,
        errors: [suggestsNames ? error : PlainWording.of(error)])
    }
    let fragments = Dictionary(
      syntax.fragments.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    let costs = try costs(of: syntax, fragments)
    let errors = Validator(schema: schema.schema, rules: configuration.rules)
      .validate(syntax, suggestsNames: suggestsNames)
    guard errors.isEmpty else { throw RequestErrors(kind: .validation, errors: errors) }
    let dependent = try complexities(of: syntax, fragments)
    return PreparedDocument(
      weight: costs.reduce(0) { $0 + $1.fields } + syntax.definitions.count,
      operations: zip(syntax.operations, zip(costs, dependent)).map { operation, measured in
        PreparedOperation(
          definition: operation, fragments: fragments, schema: schema, cost: measured.0,
          hasVariableComplexity: measured.1)
      })
  }

  private func costs(
    of document: AST.Document, _ fragments: [String: AST.FragmentDefinition]
  ) throws(RequestErrors) -> [OperationCost] {
    let limits = configuration.operationLimits
    do throws(GraphQLError) {
      let operations = document.operations
      try limits.check(operations: operations.count)
      var measure = OperationMeasure(fragments: fragments)
      // Fragments that no operation uses are measured too: validation reads them all.
      for fragment in document.fragments {
        try limits.check(measure.cost(of: fragment), at: fragment.location)
      }
      return try operations.map { operation throws(GraphQLError) in
        let cost = measure.cost(of: operation)
        try limits.check(cost, at: operation.location)
        return cost
      }
    } catch {
      throw RequestErrors(kind: .limit, errors: [error])
    }
  }

  /// Checks the complexity of every operation, as far as it is known without variables.
  /// - Returns: for every operation, whether variables decide about it.
  private func complexities(
    of document: AST.Document, _ fragments: [String: AST.FragmentDefinition]
  ) throws(RequestErrors) -> [Bool] {
    var measure = ComplexityMeasure(
      schema: schema.schema, model: configuration.complexity, fragments: fragments)
    do {
      return try document.operations.map { operation throws(GraphQLError) in
        let complexity = measure.complexity(of: operation)
        try configuration.operationLimits.check(complexity: complexity.total, at: operation.location)
        return complexity.dependsOnVariables
      }
    } catch {
      throw RequestErrors(kind: .limit, errors: [error])
    }
  }
}
