import Foundation

/// An answer of a gateway.
struct HTTPAnswer {
  let status: Int
  let body: [UInt8]

  private static let errors = Array("\"errors\":".utf8)
  private static let code = Array("\"code\":\"".utf8)
  private static let identifier = Array("\"id\":\"".utf8)

  /// The code of the error it holds; nil where it holds none.
  var errorCode: String? {
    guard status != 200 || body.firstRange(of: Self.errors) != nil else { return nil }
    return text(after: Self.code) ?? "HTTP \(status)"
  }

  /// The first `"id"` in it.
  var identifier: String? { text(after: Self.identifier) }

  private func text(after mark: [UInt8]) -> String? {
    guard let found = body.firstRange(of: mark) else { return nil }
    return String(decoding: body[found.upperBound...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
