import Contracts
import Foundation
import Testing

/// One message with the name of its pinned file.
struct GoldenMessage: Sendable, CustomTestStringConvertible {
  let type: MessageType
  let name: String
  let encoded: @Sendable () throws -> [UInt8]
  let reencoded: @Sendable ([UInt8]) throws -> [UInt8]

  init<Body: Codable & Sendable>(_ type: MessageType, suffix: String = "", _ body: Body) {
    self.type = type
    name = type.rawValue + suffix
    encoded = { try MessageCodec.encode(body) }
    reencoded = { try MessageCodec.encode(try MessageCodec.decode(Body.self, from: $0)) }
  }

  var testDescription: String { name }

  /// An enumeration has one key, its case: another beside it makes it ambiguous.
  var isObject: Bool { type != .commandReplied }

  func pinned() throws -> String {
    let file = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Golden"),
      "no golden file for \(name)")
    return try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
  }
}
