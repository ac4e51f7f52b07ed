import Foundation
import JSON

/// Writes the values of leaf fields for all objects of a position, field after field, bringing them to the type of the field (GraphQL
/// specification, 6.4.3).
public struct LeafWriter {
  private var format = LeafFormat.none
  private let rows: Int
  private var json = JSONWriter()
  private var ends: [Int] = []
  private var failures: [Int: any Error] = [:]
  private var isNull = false
  /// The value of an enum that was written last: rows next to each other often have the same.
  private var lastName: String?

  init(rows: Int, slots: Int) {
    self.rows = rows
    ends.reserveCapacity(rows * slots)
    json.reserveCapacity(rows * slots * 24)
  }

  var block: LeafBlock {
    LeafBlock(rows: rows, bytes: json.bytes, ends: ends, failures: failures.isEmpty ? nil : failures)
  }

  /// Goes on to the next field.
  mutating func begin(_ format: LeafFormat) {
    self.format = format
    lastName = nil
  }

  mutating func write(constant value: ResolvedValue) {
    for _ in 0..<rows { write(row: .success(value)) }
  }

  mutating func failAll(_ error: any Error) {
    for _ in 0..<rows { failRow(error) }
  }

  /// Ends the row whose value was written last.
  mutating func endRow() {
    if isNull {
      if format.isNonNull { failures[ends.count] = InvalidResultError("null for the type \(format.type)") }
      isNull = false
    }
    ends.append(json.count)
  }

  /// Ends a row that has an error instead of a value.
  mutating func failRow(_ error: any Error) {
    json.truncate(to: ends.last ?? 0)
    json.writeNull()
    isNull = false
    failures[ends.count] = error
    ends.append(json.count)
  }
}

extension LeafWriter {
  mutating func write(row result: Result<ResolvedValue, any Error>) {
    do {
      try write(try result.get())
      endRow()
    } catch { failRow(error) }
  }

  /// Writes any value that a resolver can give.
  public mutating func write(_ value: ResolvedValue) throws {
    switch value {
    case .null: writeNull()
    case .leaf(let value): try write(value)
    case .object: throw mismatch("an object")
    case .list, .objects: throw mismatch("a list")
    }
  }

  mutating func writeNull() {
    isNull = true
    json.writeNull()
  }

  mutating func write(_ value: JSONValue) throws {
    if case .null = value { return writeNull() }
    if case .enumeration = format.kind {
      guard case .string(let name) = value else { throw mismatch("no value of the enum") }
      return try write(name)
    }
    guard let scalar = format.scalar else { throw mismatch(value.kindName) }
    let result: JSONValue
    do {
      result = try scalar.coercion.serialize(value)
    } catch {
      throw mismatch("\(InputCoercion.shown(error).message) for the scalar \(scalar.name)")
    }
    if case .null = result { return writeNull() }
    json.write(result)
  }

  mutating func write(_ text: String) throws {
    switch format.kind {
    case .string, .identifier, .any: json.write(text)
    case .enumeration(let type):
      if text != lastName {
        guard type.values[text] != nil else { throw mismatch("no value of the enum \(type.name)") }
        lastName = text
      }
      json.write(text)
    case .int, .float, .boolean, .other: try write(JSONValue.string(text))
    }
  }

  mutating func write(_ number: Int64) throws {
    switch format.kind {
    case .int where Int32(exactly: number) != nil: json.write(number)
    case .float, .any: json.write(number)
    default: try write(JSONValue.int(number))
    }
  }

  mutating func write(_ number: Double) throws {
    switch format.kind {
    case .float where number.isFinite: json.write(number)
    default: try write(JSONValue.double(number))
    }
  }

  mutating func write(_ flag: Bool) throws {
    switch format.kind {
    case .boolean, .any: json.write(flag)
    default: try write(JSONValue.bool(flag))
    }
  }

  mutating func write(_ identifier: UUID) throws {
    switch format.kind {
    case .string, .identifier, .any: json.write(identifier)
    default: try write(identifier.resolved)
    }
  }

  mutating func write(_ time: Date) throws {
    switch format.kind {
    case .string, .any: json.write(time)
    default: try write(time.resolved)
    }
  }

  private func mismatch(_ found: String) -> InvalidResultError {
    InvalidResultError("\(found) where the type is \(format.type)")
  }
}
