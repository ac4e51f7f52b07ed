import JSON
import OrderedCollections

/// Brings what resolvers gave to the type of the field (GraphQL specification, 6.4.3), and gathers the objects
/// among the values, so that their fields can be resolved together.
struct ValueCompletion {
  private let field: FieldPlan
  private let execution: ExecutionState
  private(set) var groups: [PendingGroup] = []
  private var groupByType: [String: Int] = [:]

  init(field: FieldPlan, execution: ExecutionState) {
    self.field = field
    self.execution = execution
    if let selection = field.selection {
      groups.append(PendingGroup(plan: selection, sources: Sources()))
    }
  }

  mutating func complete(_ value: ResolvedValue) -> Cell { complete(value, field.shape) }

  mutating func complete(_ results: [Result<ResolvedValue, any Error>]) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(results.count)
    for result in results {
      switch result {
      case .success(let value): cells.append(complete(value, field.shape))
      case .failure(let error): cells.append(.failed(error))
      }
    }
    return cells
  }

  private mutating func complete(_ value: ResolvedValue, _ shape: OutputShape) -> Cell {
    if case .nonNull(let inner) = shape {
      let cell = complete(value, inner)
      if case .null = cell {
        return .failed(InvalidResultError("null for the type \(field.definition.type)"))
      }
      return cell
    }
    switch value {
    case .null, .leaf(.null): return .null
    case .leaf(let json): return complete(json, shape)
    case .object(let source): return complete(source: source, shape)
    case .list(let elements):
      guard case .list(let inner) = shape else { return mismatch("a list") }
      var cells: [Cell] = []
      cells.reserveCapacity(elements.count)
      for element in elements { cells.append(complete(element, inner)) }
      return .list(cells)
    case .objects(let list):
      guard case .list(let inner) = shape else { return mismatch("a list") }
      if inner.isObject {
        let first = groups[0].sources.count
        groups[0].sources.append(list.sources)
        return .objects(group: 0, rows: first..<first + list.count)
      }
      return .list(list.sources.erased.map { complete(.object($0), inner) })
    }
  }

  private mutating func complete(_ json: JSONValue, _ shape: OutputShape) -> Cell {
    switch shape {
    case .scalar(let type):
      do {
        let value = try type.coercion.serialize(json)
        return value.isNull ? .null : .leaf(value)
      } catch {
        return mismatch("\(InputCoercion.shown(error).message) for the scalar \(type.name)")
      }
    case .enumeration(let type):
      guard case .string(let name) = json, type.values[name] != nil else {
        return mismatch("no value of the enum \(type.name)")
      }
      return .leaf(json)
    case .list(let inner):
      guard case .array(let elements) = json else { return mismatch(json.kindName) }
      return .list(elements.map { complete($0.resolved, inner) })
    case .object, .abstract:
      guard case .object = json else { return mismatch(json.kindName) }
      return complete(source: json, shape)
    case .nonNull: return complete(.leaf(json), shape)
    }
  }

  private mutating func complete(source: any Sendable, _ shape: OutputShape) -> Cell {
    switch shape {
    case .object: return add(source, to: 0)
    case .abstract(let type):
      do {
        return add(source, to: try group(of: source, type))
      } catch {
        return .failed(error)
      }
    case .scalar, .enumeration, .list, .nonNull: return mismatch("an object")
    }
  }

  private mutating func add(_ source: any Sendable, to group: Int) -> Cell {
    groups[group].sources.append(source)
    return .object(group: group, row: groups[group].sources.count - 1)
  }

  private mutating func group(of source: any Sendable, _ type: NamedType) throws -> Int {
    guard let resolve = execution.schema.typeResolvers[type.name] else {
      throw InvalidResultError("no type resolver for \(type.name)")
    }
    let name = try resolve(source)
    if let known = groupByType[name] { return known }
    let schema = execution.schema.schema
    guard case .object(let object)? = schema.types[name], schema.isPossibleType(name, of: type.name) else {
      throw InvalidResultError(
        "the type resolver of \(type.name) gave \"\(name)\", which is none of its types")
    }
    let plan = field.selection(for: object) { object in
      execution.compiler.selection(of: object, in: field.selectionSets)
    }
    groups.append(PendingGroup(plan: plan, sources: Sources()))
    groupByType[name] = groups.count - 1
    return groups.count - 1
  }

  private func mismatch(_ found: String) -> Cell {
    .failed(InvalidResultError("\(found) where the type is \(field.definition.type)"))
  }
}
