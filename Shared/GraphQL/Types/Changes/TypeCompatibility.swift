/// Whether clients get along with another type at the same place.
enum TypeCompatibility {
  /// A field gives what it gave, or promises more: it may become non-null, and so may what its list holds.
  static func isOutputSafe(_ old: AST.TypeReference, _ new: AST.TypeReference) -> Bool {
    switch (old, new) {
    case (.nonNull(let old), .nonNull(let new)), (.list(let old), .list(let new)): isOutputSafe(old, new)
    case (.nonNull, _): false
    case (_, .nonNull(let new)): isOutputSafe(old, new)
    case (.named(let old), .named(let new)): old == new
    default: false
    }
  }

  /// An input takes all that it took: it may become nullable, and so may what its list holds.
  static func isInputSafe(_ old: AST.TypeReference, _ new: AST.TypeReference) -> Bool {
    switch (old, new) {
    case (.nonNull(let old), .nonNull(let new)), (.list(let old), .list(let new)): isInputSafe(old, new)
    case (.nonNull(let old), _): isInputSafe(old, new)
    case (.named(let old), .named(let new)): old == new
    default: false
    }
  }
}
