import JSON
import OrderedCollections

/// Measures JSON values without writing them, and no further than the limits.
struct VariableSize {
  let limits: VariableLimits
  private(set) var bytes = 0
  private(set) var values = -1

  init(limits: VariableLimits) { self.limits = limits }

  private var isOver: Bool { bytes > limits.maximumBytes || values > limits.maximumValues }

  /// Adds a value and all inside it. The object of all variables itself is not counted.
  mutating func add(_ value: JSONValue) {
    guard !isOver else { return }
    values += 1
    switch value {
    case .null, .bool(true): bytes += 4
    case .bool(false): bytes += 5
    case .int(let number): bytes += String(number).utf8.count
    case .double(let number): bytes += "\(number)".utf8.count
    case .string(let text): bytes += text.utf8.count + 2
    case .array(let elements):
      bytes += 2 + max(0, elements.count - 1)
      for element in elements where !isOver { add(element) }
    case .object(let members):
      bytes += 2 + max(0, members.count - 1)
      for (key, member) in members where !isOver {
        bytes += key.utf8.count + 3
        add(member)
      }
    }
  }
}
