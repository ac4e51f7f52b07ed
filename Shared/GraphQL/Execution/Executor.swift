import JSON

/// Resolves the fields of an operation, position by position (GraphQL specification, 6.3 and 6.4).
///
/// All objects of a type at one position are resolved together: a batch resolver is called once for a field
/// position however many objects there are. Fields next to each other are resolved at the same time, except
/// the root fields of a mutation, which follow one after another.
struct Executor: Sendable {
  let execution: ExecutionState
  /// How many sources of a field position are resolved at the same time by a resolver for single sources.
  let maximumConcurrency: Int

  /// - Throws: `CancellationError`, and nothing else.
  /// - Parameter event: the value of the root field of a subscription; nil for other operations.
  func run(
    _ plan: SelectionPlan, source: any Sendable, event: ResolvedValue? = nil
  ) async throws -> RowGroup {
    if let event { return try await self.event(plan, event) }
    guard execution.operation.operation == .mutation else { return try await rows(plan, [source]) }
    var columns: [Column] = []
    columns.reserveCapacity(plan.fields.count)
    for field in plan.fields { columns.append(try await column(field, [source])) }
    return RowGroup(plan: plan, columns: columns)
  }

  private func event(_ plan: SelectionPlan, _ event: ResolvedValue) async throws -> RowGroup {
    var columns: [Column] = []
    for field in plan.fields {
      var completion = ValueCompletion(field: field, execution: execution, count: 1)
      columns.append(
        Column(cells: [completion.complete(event)], groups: try await groups(of: completion)))
    }
    return RowGroup(plan: plan, columns: columns)
  }

  private func groups(of completion: ValueCompletion) async throws -> [RowGroup] {
    var groups: [RowGroup] = []
    groups.reserveCapacity(completion.groups.count)
    for group in completion.groups { groups.append(try await rows(group.plan, group.sources)) }
    return groups
  }

  private func rows(_ plan: SelectionPlan, _ sources: [any Sendable]) async throws -> RowGroup {
    if plan.isSynchronous || sources.isEmpty { return synchronousRows(plan, sources) }
    var columns: [Column?] = Array(repeating: nil, count: plan.fields.count)
    var waiting: [Int] = []
    for (index, field) in plan.fields.enumerated() {
      if field.isSynchronous {
        columns[index] = synchronousColumn(field, sources)
      } else {
        waiting.append(index)
      }
    }
    if waiting.count == 1, let index = waiting.first {
      columns[index] = try await column(plan.fields[index], sources)
    } else {
      try await withThrowingTaskGroup(of: (Int, Column).self) { group in
        for index in waiting {
          group.addTask { (index, try await column(plan.fields[index], sources)) }
        }
        for try await (index, column) in group { columns[index] = column }
      }
    }
    return RowGroup(plan: plan, columns: columns.compactMap { $0 })
  }

  private func column(_ field: FieldPlan, _ sources: [any Sendable]) async throws -> Column {
    try Task.checkCancellation()
    if field.isSynchronous { return synchronousColumn(field, sources) }
    if let refusal = refusal(of: field) { return .failed(refusal, count: sources.count) }
    var completion = ValueCompletion(field: field, execution: execution, count: sources.count)
    let cells: [Cell]
    switch field.resolver {
    case .constant, .property, .propertyWithInfo, .stream: cells = resolve(field, sources, &completion)
    case .single(let body):
      let results = await withInfo(field, sources) { await singles(body, sources, $0) }
      cells = complete(results, &completion)
    case .batch(let body):
      let results = await withInfo(field, sources) { await batch(body, sources, $0) }
      cells = complete(results, &completion)
    }
    try Task.checkCancellation()
    return Column(cells: cells, groups: try await groups(of: completion))
  }

  private func complete(
    _ results: [Result<ResolvedValue, any Error>], _ completion: inout ValueCompletion
  ) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(results.count)
    for result in results {
      switch result {
      case .success(let value): cells.append(completion.complete(value))
      case .failure(let error): cells.append(.failed(error))
      }
    }
    return cells
  }

  // MARK: Waiting resolvers

  private func withInfo(
    _ field: FieldPlan, _ sources: [any Sendable],
    _ body: (ResolveInfo) async -> [Result<ResolvedValue, any Error>]
  ) async -> [Result<ResolvedValue, any Error>] {
    do {
      return await body(try info(field))
    } catch {
      return failures(error, sources.count)
    }
  }

  private func failures(_ error: any Error, _ count: Int) -> [Result<ResolvedValue, any Error>] {
    Array(repeating: .failure(error), count: count)
  }

  private func batch(
    _ body: Resolver.Batch, _ sources: [any Sendable], _ info: ResolveInfo
  ) async -> [Result<ResolvedValue, any Error>] {
    do {
      let results = try await body(sources, info)
      guard results.count == sources.count else {
        throw InvalidResultError(
          "a batch resolver gave \(results.count) results for \(sources.count) sources")
      }
      return results
    } catch {
      return failures(error is InvalidResultError ? error : SharedFailure(underlying: error), sources.count)
    }
  }

  private func singles(
    _ body: @escaping @Sendable (any Sendable, ResolveInfo) async throws -> ResolvedValue,
    _ sources: [any Sendable], _ info: ResolveInfo
  ) async -> [Result<ResolvedValue, any Error>] {
    @Sendable func result(_ source: any Sendable) async -> Result<ResolvedValue, any Error> {
      do { return .success(try await body(source, info)) } catch { return .failure(error) }
    }
    if sources.count == 1 { return [await result(sources[0])] }
    var results = failures(CancellationError(), sources.count)
    await withTaskGroup(of: (Int, Result<ResolvedValue, any Error>).self) { group in
      var next = 0
      func start() {
        guard next < sources.count, !Task.isCancelled else { return }
        let index = next
        next += 1
        group.addTask { (index, await result(sources[index])) }
      }
      for _ in 0..<maximumConcurrency { start() }
      while let (index, result) = await group.next() {
        results[index] = result
        start()
      }
    }
    return results
  }
}
