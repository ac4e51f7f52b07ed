import JSON

/// The fields to resolve of the objects at one position.
final class SelectionPlan: Sendable {
  /// A part of an object in the response.
  enum Part: Sendable {
    /// Leaves next to each other.
    case leaves(Range<Int>)
    /// One of the other fields.
    case column(Int)
  }

  let type: ObjectType
  /// The fields in the order of the response.
  let fields: [FieldPlan]
  /// The fields whose values are read without waiting and written at once.
  let leaves: [FieldPlan]
  let others: [FieldPlan]
  /// The response: the leaves and others in their order.
  let parts: [Part]
  /// What stands in the response before the value of each field: a brace or comma, the key, a colon. One behind the
  /// other, those of leaves first.
  let keys: [UInt8]
  /// Where the key of each leaf ends, then that of each other.
  let keyEnds: [Int]
  /// Whether nothing at or below the position has to wait.
  let isSynchronous: Bool

  init(type: ObjectType, fields: [FieldPlan]) {
    self.type = type
    self.fields = fields
    leaves = fields.filter(\.isWrittenAtOnce)
    others = fields.filter { !$0.isWrittenAtOnce }
    parts = Self.parts(fields)
    isSynchronous = fields.allSatisfy(\.isSynchronous)
    var writer = JSONWriter()
    var ends: [Int] = []
    for field in leaves + others {
      writer.write(byte: UInt8(ascii: field === fields.first ? "{" : ","))
      writer.write(field.responseKey)
      writer.write(byte: UInt8(ascii: ":"))
      ends.append(writer.count)
    }
    keys = writer.bytes
    keyEnds = ends
  }

  private static func parts(_ fields: [FieldPlan]) -> [Part] {
    var parts: [Part] = []
    var leafCount = 0
    var otherCount = 0
    for field in fields {
      if !field.isWrittenAtOnce {
        parts.append(.column(otherCount))
        otherCount += 1
        continue
      }
      if case .leaves(let range)? = parts.last {
        parts[parts.count - 1] = .leaves(range.lowerBound..<range.upperBound + 1)
      } else {
        parts.append(.leaves(leafCount..<leafCount + 1))
      }
      leafCount += 1
    }
    return parts
  }

  /// Where the key of a field stands, by its number among the leaves and others.
  func keyRange(_ index: Int) -> Range<Int> { (index == 0 ? 0 : keyEnds[index - 1])..<keyEnds[index] }
}
