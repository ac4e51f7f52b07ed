import Contracts
import Foundation
import JSON

/// One thing that happens in a replay, for people and for programs.
public struct ReplayEvent: Sendable, Equatable {
  public enum Kind: String, Sendable {
    /// About the replay itself.
    case replay
    /// A message that came in, or would go out.
    case message
    /// A try of a step begins, ends or waits.
    case activity
    /// A line the connector or the executor logged.
    case log
    /// What would be written.
    case record
    /// How it came out: always the last.
    case result
  }

  public var at: Date
  public var kind: Kind
  /// One line, free of secrets.
  public var text: String
  /// The same taken apart.
  public var fields: JSONObject

  init(_ kind: Kind, _ text: String, _ fields: JSONObject, at: Date = Date()) {
    self.at = at
    self.kind = kind
    self.text = text
    self.fields = fields
  }

  /// `{"at": …, "event": "activity", …}`
  public var jsonLine: String {
    var object: JSONObject = [
      "at": .string(Timestamp.format(at)), "event": .string(kind.rawValue), "text": .string(text),
    ]
    for (key, value) in fields where object[key] == nil { object[key] = value }
    return JSONValue.object(object).encodedString
  }
}
