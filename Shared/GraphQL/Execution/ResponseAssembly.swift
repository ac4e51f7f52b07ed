import JSON
import OrderedCollections

/// Puts the resolved columns together as a response, spreading nulls and locating errors on the way (GraphQL
/// specification, 6.4.4). Errors come in the order of the response.
struct ResponseAssembly {
  private let masking: (any Error, FieldPlan, [PathElement]) -> (message: String, extensions: JSONObject)
  private(set) var errors: [GraphQLError] = []
  private var path: [PathElement] = []
  private var shared: [ObjectIdentifier: (message: String, extensions: JSONObject)] = [:]

  /// - Parameter masking: what to show instead of an error that is not for the client.
  init(
    masking: @escaping (any Error, FieldPlan, [PathElement]) -> (message: String, extensions: JSONObject)
  ) {
    self.masking = masking
  }

  /// The object in a row; nil when a field that cannot be null has none.
  mutating func object(_ group: RowGroup, row: Int) -> JSONObject? {
    var values: [JSONValue] = []
    values.reserveCapacity(group.columns.count)
    var isNull = false
    for (index, field) in group.plan.fields.enumerated() {
      let column = group.columns[index]
      path.append(.key(field.responseKey))
      if let value = value(column.cells[row], field.shape, column, field) {
        values.append(value)
      } else {
        // The other fields are still looked at: their errors tell the client what to mend as well.
        isNull = true
      }
      path.removeLast()
    }
    return isNull ? nil : JSONObject(uncheckedUniqueKeys: group.plan.keys, values: values)
  }

  /// The error of a whole field of the root type, for a response without data.
  mutating func error(_ error: any Error, of field: FieldPlan) -> GraphQLError {
    path.append(.key(field.responseKey))
    defer { path.removeLast() }
    return located(error, field)
  }

  /// nil for a value that makes its parent null.
  private mutating func value(
    _ cell: Cell, _ shape: OutputShape, _ column: Column, _ field: FieldPlan
  ) -> JSONValue? {
    if case .nonNull(let inner) = shape {
      guard let value = value(cell, inner, column, field), !value.isNullLiteral else { return nil }
      return value
    }
    switch cell {
    case .null: return .null
    case .leaf(let value): return value
    case .object(let group, let row):
      return object(column.groups[group], row: row).map(JSONValue.object) ?? .null
    case .list(let cells):
      guard case .list(let inner) = shape else { return .null }
      var elements: [JSONValue] = []
      elements.reserveCapacity(cells.count)
      var isNull = false
      for (index, cell) in cells.enumerated() {
        path.append(.index(index))
        if let element = value(cell, inner, column, field) { elements.append(element) } else { isNull = true }
        path.removeLast()
      }
      return isNull ? .null : .array(elements)
    case .failed(let error):
      errors.append(located(error, field))
      return .null
    }
  }

  private mutating func located(_ error: any Error, _ field: FieldPlan) -> GraphQLError {
    let underlying = (error as? SharedFailure)?.underlying ?? error
    if var known = underlying as? GraphQLError {
      if known.locations.isEmpty { known.locations = field.locations }
      known.path = path
      return known
    }
    let shown: (message: String, extensions: JSONObject)
    if let presentable = underlying as? any ErrorExtensions {
      shown = (presentable.message, presentable.extensions)
    } else if error is SharedFailure {
      shown = shared[ObjectIdentifier(field)] ?? masking(underlying, field, path)
      shared[ObjectIdentifier(field)] = shown
    } else {
      shown = masking(underlying, field, path)
    }
    return GraphQLError(shown.message, locations: field.locations, path: path, extensions: shown.extensions)
  }
}

extension JSONValue {
  /// Cheaper than a comparison with null.
  fileprivate var isNullLiteral: Bool { if case .null = self { true } else { false } }
}
