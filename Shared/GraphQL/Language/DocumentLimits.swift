/// What a document may cost before it is understood. Checked while it is read, so that no document can exhaust
/// the memory or the stack of the process.
public struct DocumentLimits: Hashable, Sendable {
  /// The deepest nesting that any limits allow: the parser and the release of its result recurse this deep.
  public static let deepestNesting = 256

  /// Bytes of UTF-8.
  public var maximumBytes: Int
  /// Lexical tokens, comments and commas not counted.
  public var maximumTokens: Int
  /// Nested selection sets, lists, input objects and list types, counted together.
  public var maximumDepth: Int

  /// - Parameter maximumDepth: at most ``deepestNesting``; more is cut to it.
  public init(maximumBytes: Int = 128 * 1024, maximumTokens: Int = 10_000, maximumDepth: Int = 64) {
    self.maximumBytes = maximumBytes
    self.maximumTokens = maximumTokens
    self.maximumDepth = min(maximumDepth, Self.deepestNesting)
  }

  /// For documents of the host itself, such as its schema file.
  public static let trusted = DocumentLimits(
    maximumBytes: 16 * 1024 * 1024, maximumTokens: 2_000_000, maximumDepth: 64)
}
