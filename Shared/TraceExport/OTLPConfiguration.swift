import Foundation

/// Where spans are sent, and with which headers.
public struct OTLPConfiguration: Sendable {
  /// The signal's path in the OTLP specification.
  static let path = "/v1/traces"

  /// Of the traces endpoint.
  public let url: String
  /// They may hold credentials of the collector and are never shown.
  public let headers: [(name: String, value: String)]

  public init(url: String, headers: [(name: String, value: String)] = []) {
    self.url = url
    self.headers = headers
  }

  /// The address of the traces endpoint: a base address without a path gets the usual one.
  /// - Throws: ``OTLPSettingError``.
  public static func tracesURL(_ text: String) throws -> String {
    guard let components = URLComponents(string: text), components.host?.isEmpty == false else {
      throw OTLPSettingError("names no host")
    }
    guard components.user == nil, components.password == nil else {
      throw OTLPSettingError("holds credentials; they belong into NUCLEUS_OTLP_HEADERS")
    }
    guard components.query == nil, components.fragment == nil else {
      throw OTLPSettingError("may have neither a query nor a fragment")
    }
    let base = text.hasSuffix("/") ? String(text.dropLast()) : text
    return components.path.isEmpty || components.path == "/" ? base + path : text
  }

  /// Reads `name=value,name=value`, the values percent-encoded, as OpenTelemetry's own settings have it.
  /// - Throws: ``OTLPSettingError``.
  public static func headers(_ text: String) throws -> [(name: String, value: String)] {
    try text.split(whereSeparator: { $0 == "," || $0.isNewline }).map { part in
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = pair[0].trimmingCharacters(in: .whitespaces)
      guard pair.count == 2, !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
        throw OTLPSettingError("has to be name=value pairs, separated by commas")
      }
      let raw = pair[1].trimmingCharacters(in: .whitespaces)
      guard let value = raw.removingPercentEncoding, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
      else {
        throw OTLPSettingError("holds a value that cannot be a header")
      }
      return (name, value)
    }
  }

  /// `tchar` of RFC 9110.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
