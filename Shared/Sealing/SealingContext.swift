/// What a secret belongs to, for example an endpoint's id and the name of a field.
///
/// It is bound into the sealed text without being part of it: moved to another row or field, the text opens
/// no more.
public struct SealingContext: Sendable, Hashable {
  private let parts: [String]

  public init(_ parts: String...) { self.parts = parts }

  public init(parts: [String]) { self.parts = parts }

  /// Unambiguous bytes: each part is preceded by its length, so that no two contexts look alike.
  var authenticatedBytes: [UInt8] {
    parts.flatMap { part in
      let bytes = Array(part.utf8)
      return withUnsafeBytes(of: UInt64(bytes.count).bigEndian, Array.init) + bytes
    }
  }
}
