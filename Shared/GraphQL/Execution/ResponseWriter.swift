import JSON
import OrderedCollections

/// Writes the resolved columns as the response's `data`, spreading nulls and locating errors on the way (GraphQL
/// specification, 6.4.4). Errors come in the order of the response.
struct ResponseWriter {
  private let masking: (any Error, FieldPlan, [PathElement]) -> (message: String, extensions: JSONObject)
  private(set) var json = JSONWriter()
  private(set) var errors: [GraphQLError] = []
  private var path: [PathElement] = []
  private var shared: [ObjectIdentifier: (message: String, extensions: JSONObject)] = [:]

  /// - Parameter masking: what to show instead of an error that is not for the client.
  init(
    masking: @escaping (any Error, FieldPlan, [PathElement]) -> (message: String, extensions: JSONObject)
  ) {
    self.masking = masking
  }

  /// Writes the object in a row.
  /// - Returns: false, having written nothing, when a field that cannot be null has no value.
  mutating func write(_ group: RowGroup, row: Int) -> Bool {
    let start = json.count
    let plan = group.plan
    var hasAll = true
    if plan.parts.isEmpty { json.write(byte: UInt8(ascii: "{")) }
    for part in plan.parts {
      // All fields are looked at, for their errors tell the client what to mend as well.
      switch part {
      case .leaves(let slots): if !write(slots, of: group, row) { hasAll = false }
      case .column(let index): if !write(index, of: group, row) { hasAll = false }
      }
    }
    guard hasAll else {
      json.truncate(to: start)
      return false
    }
    json.write(byte: UInt8(ascii: "}"))
    return true
  }

  private mutating func write(_ slots: Range<Int>, of group: RowGroup, _ row: Int) -> Bool {
    let plan = group.plan
    let leaves = group.leaves
    plan.keys.withUnsafeBufferPointer { keys in
      plan.keyEnds.withUnsafeBufferPointer { keyEnds in
        leaves.bytes.withUnsafeBufferPointer { texts in
          leaves.ends.withUnsafeBufferPointer { ends in
            for slot in slots {
              json.write(encoded: keys, from: slot == 0 ? 0 : keyEnds[slot - 1], to: keyEnds[slot])
              let index = leaves.index(slot: slot, row: row)
              json.write(encoded: texts, from: index == 0 ? 0 : ends[index - 1], to: ends[index])
            }
          }
        }
      }
    }
    guard let failures = leaves.failures else { return true }
    var hasAll = true
    for slot in slots {
      guard let failure = failures[leaves.index(slot: slot, row: row)] else { continue }
      let field = plan.leaves[slot]
      path.append(.key(field.responseKey))
      errors.append(located(failure, field))
      path.removeLast()
      if field.shape.isNonNull { hasAll = false }
    }
    return hasAll
  }

  private mutating func write(_ index: Int, of group: RowGroup, _ row: Int) -> Bool {
    let plan = group.plan
    let field = plan.others[index]
    json.write(encoded: plan.keys, plan.keyRange(plan.leaves.count + index))
    return write(
      group.columns[index][row], at: .key(field.responseKey), field.shape, group.columns[index], field)
  }

  /// - Returns: false, having written nothing, for a value that makes its parent null.
  private mutating func write(
    _ cell: Cell, at place: PathElement, _ shape: OutputShape, _ column: Column, _ field: FieldPlan
  ) -> Bool {
    path.append(place)
    defer { path.removeLast() }
    let nullable = shape.nullable
    if write(cell, nullable, column, field) { return true }
    guard !shape.isNonNull else { return false }
    json.writeNull()
    return true
  }

  /// - Returns: false, having written nothing, for null.
  private mutating func write(
    _ cell: Cell, _ shape: OutputShape, _ column: Column, _ field: FieldPlan
  ) -> Bool {
    switch cell {
    case .null: return false
    case .leaf(let value):
      json.write(value)
      return true
    case .object(let group, let row): return write(column.groups[group], row: row)
    case .list(let cells):
      guard case .list(let inner) = shape else { return false }
      return list(cells.count) { writer, index in
        writer.write(cells[index], at: .index(index), inner, column, field)
      }
    case .objects(let group, let rows):
      guard case .list(let inner) = shape else { return false }
      let objects = column.groups[group]
      return list(rows.count) { writer, index in
        writer.path.append(.index(index))
        defer { writer.path.removeLast() }
        if writer.write(objects, row: rows.lowerBound + index) { return true }
        guard !inner.isNonNull else { return false }
        writer.json.writeNull()
        return true
      }
    case .failed(let error):
      errors.append(located(error, field))
      return false
    }
  }

  private mutating func list(_ count: Int, _ element: (inout ResponseWriter, Int) -> Bool) -> Bool {
    let start = json.count
    var hasAll = true
    json.write(byte: UInt8(ascii: "["))
    for index in 0..<count {
      if index > 0 { json.write(byte: UInt8(ascii: ",")) }
      if !element(&self, index) { hasAll = false }
    }
    guard hasAll else {
      json.truncate(to: start)
      return false
    }
    json.write(byte: UInt8(ascii: "]"))
    return true
  }

  /// The error of a whole field of the root type, for a response without data.
  mutating func error(_ error: any Error, of field: FieldPlan) -> GraphQLError {
    path.append(.key(field.responseKey))
    defer { path.removeLast() }
    return located(error, field)
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
