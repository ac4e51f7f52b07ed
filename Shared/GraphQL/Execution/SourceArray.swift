/// An array of sources whose element type is not known here.
protocol SourceArray: Sendable {
  var count: Int { get }
  var erased: [any Sendable] { get }
  /// Appends an array of the same type; gives false, and does nothing, for one of another type.
  mutating func appendIfSame(_ other: any SourceArray) -> Bool
}

/// An array of sources whose element type is known.
struct TypedSources<Source: Sendable>: SourceArray {
  var elements: [Source]

  var count: Int { elements.count }
  var erased: [any Sendable] { elements }

  mutating func appendIfSame(_ other: any SourceArray) -> Bool {
    guard let other = other as? TypedSources<Source> else { return false }
    elements.append(contentsOf: other.elements)
    return true
  }
}
