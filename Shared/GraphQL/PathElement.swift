import JSON

/// One step of the way to a value in a response or an input.
public enum PathElement: Hashable, Sendable {
  case key(String)
  case index(Int)

  var json: JSONValue {
    switch self {
    case .key(let key): .string(key)
    case .index(let index): .int(Int64(index))
    }
  }
}

extension [PathElement] {
  /// The way as text, appended to a name: `input.labels[2]`.
  func appended(to name: String) -> String {
    reduce(into: name) { text, element in
      switch element {
      case .key(let key): text += ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}
