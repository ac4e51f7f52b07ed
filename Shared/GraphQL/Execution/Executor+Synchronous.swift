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
  func synchronousRows(_ plan: SelectionPlan, _ sources: Sources) -> RowGroup {
    var sources = sources
    let leaves = leaves(plan, &sources)
    var columns: [Column] = []
    columns.reserveCapacity(plan.others.count)
    for field in plan.others { columns.append(synchronousColumn(field, &sources)) }
    return RowGroup(plan: plan, leaves: leaves, columns: columns)
  }

  /// The leaves of all rows.
  func leaves(_ plan: SelectionPlan, _ sources: inout Sources) -> LeafBlock {
    var writer = LeafWriter(rows: sources.count, slots: plan.leaves.count)
    guard !sources.isEmpty else { return writer.block }
    for field in plan.leaves { write(field, &sources, to: &writer) }
    return writer.block
  }

  private func write(_ field: FieldPlan, _ sources: inout Sources, to writer: inout LeafWriter) {
    guard let format = field.leaf else { return }
    writer.begin(format)
    do {
      if let refusal = refusal(of: field) { throw refusal }
      switch field.resolver {
      case .constant(let value): writer.write(constant: value)
      case .property(let property):
        property.write(&sources, property.needsInfo ? try info(field) : nil, to: &writer)
      case .single, .batch, .stream: throw InvalidResultError.waiting
      }
    } catch {
      writer.failAll(error)
    }
  }

  func synchronousColumn(_ field: FieldPlan, _ sources: inout Sources) -> Column {
    guard !sources.isEmpty else { return Column(.cells([])) }
    if let refusal = refusal(of: field) { return Column(.uniform(.failed(refusal))) }
    let (values, pending) = resolve(field, &sources)
    return Column(values, groups: pending.map { synchronousRows($0.plan, $0.sources) })
  }

  /// The values of a field whose resolver does not wait, and the objects among them.
  func resolve(_ field: FieldPlan, _ sources: inout Sources) -> (Column.Values, [PendingGroup]) {
    var completion = ValueCompletion(field: field, execution: execution)
    do {
      switch field.resolver {
      case .constant(let value):
        let cells = (0..<sources.count).map { _ in completion.complete(value) }
        return (.cells(cells), completion.groups)
      case .property(let property):
        let values = property.values(&sources, property.needsInfo ? try info(field) : nil)
        return (.cells(completion.complete(values)), completion.groups)
      case .single, .batch, .stream: throw InvalidResultError.waiting
      }
    } catch {
      return (.uniform(.failed(error)), [])
    }
  }
}
