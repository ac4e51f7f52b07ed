/// What is wrong with a cron expression, where, and what would be right.
public struct CronError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The field at fault; nil where the expression as a whole is.
  public let field: CronField?
  /// Where the piece at fault begins: its distance from the start of the expression in characters, from 0.
  public let position: Int
  /// The piece at fault as it was given, cut to ``longestPiece`` characters. It is in no message: a secret may have come
  /// to the wrong place.
  public let piece: String
  /// What would be right instead, as a sentence without its subject: "must be …".
  public let remedy: String

  /// As much of a piece at fault is kept.
  public static let longestPiece = 20

  init(_ field: CronField?, at position: Int, _ piece: some StringProtocol, _ remedy: String) {
    self.field = field
    self.position = position
    self.piece = String(piece.prefix(Self.longestPiece))
    self.remedy = remedy
  }

  /// The same in one sentence; characters are counted from 1 there.
  public var description: String {
    guard let field else { return "the expression \(remedy)" }
    return "the \(field.name) at character \(position + 1) \(remedy)"
  }
}
