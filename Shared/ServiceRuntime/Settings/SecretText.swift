import Foundation

/// A secret that no description, dump or log line shows.
public struct SecretText: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String

  public init(_ value: String) { self.value = value }

  init(contentsOfFile path: String) throws(SettingRefusal) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SettingRefusal("names a file that cannot be read: \(path)")
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty { throw SettingRefusal("names an empty file: \(path)") }
    self.init(text)
  }

  /// The secret itself.
  public func reveal() -> String { value }

  public var description: String { "***" }
  public var debugDescription: String { "***" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
