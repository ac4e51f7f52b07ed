import Contracts
import Foundation
import TestSupport

/// A way in which a message is malformed, at whatever place.
struct PoisonKind: Sendable {
  let name: String
  let spoil: @Sendable (inout RawMessage, PoisonPlace) -> Void

  init(_ name: String, _ spoil: @escaping @Sendable (inout RawMessage, PoisonPlace) -> Void) {
    self.name = name
    self.spoil = spoil
  }

  /// A message that would be right at the place but for its body, which is spoilt as well where that is all.
  func message(at place: PoisonPlace) -> RawMessage {
    var message = RawMessage(body: Array(#"{"requestedBy":"nobody"}"#.utf8))
    message.contentType = Array("application/json".utf8)
    message.messageID = Array(UUID.v7().lowercased.utf8)
    message.type = Array(place.type.rawValue.utf8)
    message.timestamp = UInt64(Date().timeIntervalSince1970)
    spoil(&message, place)
    message.appID = Array(sender(at: place).utf8)
    return message
  }

  /// By which its dead letter is found again.
  func sender(at place: PoisonPlace) -> String { "poison \(name) at \(place.name)" }

  static let all = properties + bodies + headers

  private static let properties: [PoisonKind] = [
    PoisonKind("no id") { message, _ in message.messageID = nil },
    PoisonKind("empty id") { message, _ in message.messageID = [] },
    PoisonKind("NUL in the id") { message, _ in message.messageID = [0x61, 0, 0x62] },
    PoisonKind("id that is no text") { message, _ in message.messageID = Array(repeating: 0xFF, count: 255) },
    PoisonKind("no type") { message, _ in message.type = nil },
    PoisonKind("unknown type") { message, _ in message.type = Array("table.drop.v1".utf8) },
    PoisonKind("unknown version") { message, place in
      message.type = Array("\(place.type.rawValue.dropLast())99".utf8)
    },
    PoisonKind("type that is no text") { message, _ in message.type = [0xC3, 0x28, 0, 0xFE] },
    PoisonKind("type of another place") { message, place in
      message.type = Array(place.otherType.rawValue.utf8)
    },
    PoisonKind("wrong content type") { message, _ in message.contentType = Array("text/xml".utf8) },
    PoisonKind("compressed") { message, _ in
      message.contentEncoding = Array("gzip".utf8)
      message.body = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB, 0xAE, 5, 0, 0x43, 0xBF, 0xA6, 0xA3]
    },
    PoisonKind("NUL in the correlation") { message, _ in message.correlationID = [0] },
    PoisonKind("reply to the dead") { message, _ in message.replyTo = Array("nucleus.dead".utf8) },
    PoisonKind("reply to no text") { message, _ in message.replyTo = Array(repeating: 0xFE, count: 255) },
    PoisonKind("from the end of time") { message, _ in message.timestamp = .max },
    PoisonKind("not much longer") { message, _ in message.expiration = Array("600000".utf8) },
  ]

  private static let bodies: [PoisonKind] = [
    PoisonKind("nothing") { message, _ in message.body = [] },
    PoisonKind("no JSON") { message, _ in message.body = Array("<run/>".utf8) },
    PoisonKind("half of a JSON") { message, _ in message.body = Array(#"{"runID":"0190"#.utf8) },
    PoisonKind("a list") { message, _ in message.body = Array("[1,2,3]".utf8) },
    PoisonKind("null") { message, _ in message.body = Array("null".utf8) },
    PoisonKind("wrong types") { message, _ in
      message.body = Array(#"{"runID":1,"endpointID":[],"collectionID":{},"requestedBy":true,"done":7}"#.utf8)
    },
    PoisonKind("wrong ids") { message, _ in
      message.body = Array(#"{"runID":"x","endpointID":"y","collectionID":"z","requestedBy":"nobody"}"#.utf8)
    },
    PoisonKind("deep") { message, _ in
      message.body = Array(repeating: UInt8(ascii: "["), count: 50_000)
    },
    PoisonKind("huge") { message, _ in message.body = Array(repeating: UInt8(ascii: "x"), count: 2_000_000) },
    PoisonKind("no UTF-8") { message, _ in
      message.body = Array(#"{"requestedBy":""#.utf8) + [0xFF, 0x22, 0x7D]
    },
    PoisonKind("UTF-16") { message, _ in
      message.body = [0xFF, 0xFE] + "{\"a\":1}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    },
    PoisonKind("escaped NUL") { message, _ in message.body = Array(#"{"requestedBy":"a\u0000b"}"#.utf8) },
    PoisonKind("half a surrogate") { message, _ in message.body = Array(#"{"requestedBy":"\ud800"}"#.utf8) },
    PoisonKind("giant numbers") { message, _ in
      message.body = Array(#"{"fence":1e999,"attempt":123456789012345678901234567890,"runID":-0}"#.utf8)
    },
    PoisonKind("garbage") { message, _ in
      var generator = SeededGenerator(seed: 3)
      message.body = (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    },
  ]

  private static let headers: [PoisonKind] = [
    PoisonKind("run that is no UUID") { message, _ in message.headers = [("run-id", .string("1"))] },
    PoisonKind("endpoint that is no UUID") { message, _ in
      message.headers = [("endpoint-id", .string("'; --"))]
    },
    PoisonKind("NUL in the trace") { message, _ in message.headers = [("traceparent", .string("00-\0"))] },
    PoisonKind("headers twice") { message, _ in
      message.headers = [("run-id", .string(UUID.v7().lowercased)), ("run-id", .int(1)), ("run-id", .void)]
    },
    PoisonKind("headers of odd types") { message, _ in
      message.headers = [
        ("run-id", .int(7)), ("endpoint-id", .table([("a", .list([.void, .double(1e308)]))])),
        ("causation-id", .timestamp(.max)), ("traceparent", .bytes([0, 0xFF])), ("actor-id", .bool(true)),
        ("x-delivery-count", .string("many")),
      ]
    },
    PoisonKind("headers in headers") { message, _ in message.headers = [("deep", .nested(1_000))] },
    PoisonKind("ten thousand headers") { message, _ in
      message.headers = (0..<10_000).map { ("\($0)", .bool(true)) }
    },
    PoisonKind("one large header") { message, _ in
      message.headers = [("large", .string(String(repeating: "y", count: 100_000)))]
    },
    PoisonKind("a cause of one letter and its marks") { message, _ in
      let letter = "e" + String(repeating: "\u{301}", count: 30_000)
      message.headers = [("causation-id", .string(letter)), ("journal-exchange", .string(letter))]
    },
    PoisonKind("a repetition of what has no name") { message, _ in
      message.headers = [("replay-of", .string("a\0b"))]
    },
    PoisonKind("headers as large as they go") { message, _ in
      message.headers = [("large", .string(String(repeating: "y", count: 130_700)))]
    },
    PoisonKind("a forged actor") { message, _ in
      message.headers = [
        ("actor-id", .string("root")), ("actor-name", .string("a\0b")), ("actor-role", .string("EMPEROR")),
      ]
    },
  ]
}
