import Foundation

/// RFC 3339 times, written in UTC with milliseconds.
public enum Timestamp {
  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  private static let plainStyle = Date.ISO8601FormatStyle()

  public static func format(_ date: Date) -> String { date.formatted(style) }

  /// Accepts any offset, with or without a fraction of a second.
  public static func parse(_ text: String) -> Date? {
    (try? style.parse(text)) ?? (try? plainStyle.parse(text))
  }
}
