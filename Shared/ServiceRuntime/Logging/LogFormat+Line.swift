import JSON
import Logging
import OrderedCollections

extension LogFormat {
  /// The record as one line with its newline.
  func line(_ record: LogRecord) -> [UInt8] {
    switch self {
    case .json: Self.jsonLine(record)
    case .text: Self.textLine(record)
    }
  }

  private static func jsonLine(_ record: LogRecord) -> [UInt8] {
    var object: JSONObject = [
      "ts": .string(record.time.iso8601),
      "level": .string(record.level.rawValue),
      "service": .string(record.identity.service),
      "instance": .string(record.identity.label),
      "logger": .string(record.logger),
      "msg": .string(record.message),
    ]
    for (key, value) in record.metadata {
      // Metadata never replaces what the line itself says.
      object[object[key] == nil ? key : "metadata.\(key)"] = .string(value)
    }
    return JSONValue.object(object).encodedBytes + [0x0A]
  }

  private static func textLine(_ record: LogRecord) -> [UInt8] {
    var line = record.time.iso8601
    line += " " + record.level.rawValue.uppercased()
    line += String(repeating: " ", count: max(1, 9 - record.level.rawValue.count))
    line += record.identity.instance + " " + record.logger + ": " + record.message
    for (key, value) in record.metadata {
      line += " " + key + "=" + (isPlain(value) ? value : JSONValue.string(value).encodedString)
    }
    return line.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 } + [0x0A]
  }

  private static func isPlain(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x7F }
  }
}
