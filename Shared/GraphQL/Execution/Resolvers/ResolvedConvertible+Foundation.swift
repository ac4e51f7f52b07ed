import Foundation
import JSON

extension UUID: ResolvedConvertible {
  /// The usual form, in lower case.
  public var resolved: ResolvedValue { .leaf(.string(uuidString.lowercased())) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(self) }
}

extension Date: ResolvedConvertible {
  /// RFC 3339: UTC, milliseconds. Null for a year that has no four digits.
  public var resolved: ResolvedValue {
    var writer = JSONWriter()
    writer.write(self)
    let text = writer.bytes.dropFirst().dropLast()
    return writer.count > 4 ? .leaf(.string(String(decoding: text, as: UTF8.self))) : .null
  }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(self) }
}
