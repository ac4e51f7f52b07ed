import JSON

extension Executor {
  /// What the guard of a field throws.
  func refusal(of field: FieldPlan) -> (any Error)? {
    guard let admission = field.admission else { return nil }
    do {
      // Arguments that are wrong are the business of the resolver, which is not called with them either.
      let info =
        (try? info(field))
        ?? ResolveInfo(arguments: Arguments(values: [:]), field: field, execution: execution)
      try admission(info)
      return nil
    } catch {
      return SharedFailure(underlying: error)
    }
  }

  func info(_ field: FieldPlan) throws(GraphQLError) -> ResolveInfo {
    switch field.arguments {
    case .constant(let arguments):
      return ResolveInfo(arguments: arguments, field: field, execution: execution)
    case .invalid(let error): throw error
    case .dynamic(let nodes):
      let values = try InputCoercion(schema: execution.schema.schema).arguments(
        field.definition.arguments, given: nodes, variables: execution.variables)
      return ResolveInfo(arguments: Arguments(values: values), field: field, execution: execution)
    }
  }

  /// The rows of a plan in which nothing has to wait.
  func synchronousRows(_ plan: SelectionPlan, _ sources: [any Sendable]) -> RowGroup {
    var columns: [Column] = []
    columns.reserveCapacity(plan.fields.count)
    for field in plan.fields { columns.append(synchronousColumn(field, sources)) }
    return RowGroup(plan: plan, columns: columns)
  }

  func synchronousColumn(_ field: FieldPlan, _ sources: [any Sendable]) -> Column {
    guard !sources.isEmpty else { return Column(cells: [], groups: []) }
    if let refusal = refusal(of: field) { return .failed(refusal, count: sources.count) }
    var completion = ValueCompletion(field: field, execution: execution, count: sources.count)
    let cells = resolve(field, sources, &completion)
    return Column(cells: cells, groups: completion.groups.map { synchronousRows($0.plan, $0.sources) })
  }

  /// The cells of a field whose resolver does not wait.
  func resolve(
    _ field: FieldPlan, _ sources: [any Sendable], _ completion: inout ValueCompletion
  ) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(sources.count)
    switch field.resolver {
    case .constant(let value):
      for _ in sources { cells.append(completion.complete(value)) }
    case .property(let body):
      for source in sources {
        do { cells.append(completion.complete(try body(source))) } catch { cells.append(.failed(error)) }
      }
    case .propertyWithInfo(let body):
      do {
        let info = try info(field)
        for source in sources {
          do { cells.append(completion.complete(try body(source, info))) } catch {
            cells.append(.failed(error))
          }
        }
      } catch {
        cells = Array(repeating: .failed(error), count: sources.count)
      }
    case .single, .batch, .stream:
      // Only asked of fields that do not wait.
      cells = Array(repeating: .failed(InvalidResultError("a waiting resolver")), count: sources.count)
    }
    return cells
  }
}
