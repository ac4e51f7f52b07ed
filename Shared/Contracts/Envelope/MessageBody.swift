import Foundation
import JSON

/// How the body of a message is shown to people, whatever came.
public enum MessageBody {
  /// Whether bytes are text: UTF-8 without NUL characters, which no text of the database can hold.
  public static func isText(_ bytes: [UInt8]) -> Bool {
    !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
  }

  /// JSON as it is; another text as a string; what is no text as `base64:…`.
  public static func json(of bytes: [UInt8]) -> JSONValue {
    if let value = try? JSONValue(parsing: bytes) { return value }
    return .string(isText(bytes) ? String(decoding: bytes, as: UTF8.self) : base64(bytes))
  }

  /// What is no text.
  public static func base64(_ bytes: some Collection<UInt8>) -> String {
    "base64:" + Data(bytes).base64EncodedString()
  }
}
