import Contracts
import Foundation

/// The name by which the caller's own systems know an endpoint.
enum SourceIDRule {
  static let maximum = 200
  private static let slugLength = 60

  static func check(_ sourceID: String, _ field: String) throws(Refusal) -> String {
    guard 1...maximum ~= sourceID.utf8.count else {
      throw .invalid(field, "must be 1 to \(maximum) characters long")
    }
    guard sourceID.utf8.allSatisfy(isAllowed), let first = sourceID.utf8.first, isAlphanumeric(first) else {
      throw .invalid(
        field, "must begin with a letter or digit and hold only letters, digits and . _ - : / @ + ~")
    }
    return sourceID
  }

  /// A slug of the name with a suffix that tells endpoints of one name apart.
  static func derived(name: String, endpoint: UUID) -> String {
    var slug = ""
    for character in name.lowercased().utf8 {
      if isAlphanumeric(character) {
        slug.unicodeScalars.append(Unicode.Scalar(character))
      } else if !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
      if slug.utf8.count == slugLength { break }
    }
    while slug.last == "-" { slug.removeLast() }
    // The end of a version 7 UUID is random; its beginning is the time.
    return "\(slug.isEmpty ? "endpoint" : slug)-\(endpoint.lowercased.suffix(6))"
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "._-:/@+~".utf8.contains(byte)
  }
}
