import Contracts
import Foundation
import JSON

/// Reads the members of an input object, or the arguments of a field, and names each by its path when it
/// breaks a rule.
///
/// Types have been checked by the schema before; what is checked here are sizes and forms. No error repeats a
/// value: it may be a secret in the wrong place.
struct InputReader {
  let members: JSONObject
  /// Where the members are: `input`; empty for arguments.
  let path: String

  init(_ members: JSONObject, at path: String = "") {
    self.members = members
    self.path = path
  }

  func field(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  func isGiven(_ name: String) -> Bool { members[name] != nil }

  /// The member; nil when it is null or left out.
  func value(_ name: String) -> JSONValue? {
    guard let value = members[name], !value.isNull else { return nil }
    return value
  }

  /// The members of an input object inside this one; nil when it is null or left out.
  func object(_ name: String) throws(Refusal) -> InputReader? {
    guard let value = value(name) else { return nil }
    guard let object = value.objectValue else { throw .invalid(field(name), "must be an object") }
    return InputReader(object, at: field(name))
  }

  /// A text; nil when it is null or left out.
  /// - Parameter bytes: how long it may be.
  func text(_ name: String, bytes: ClosedRange<Int> = 1...200) throws(Refusal) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.stringValue else { throw .invalid(field(name), "must be a text") }
    try TextRule.check(text, bytes: bytes, field: field(name))
    return text
  }

  func requiredText(_ name: String, bytes: ClosedRange<Int> = 1...200) throws(Refusal) -> String {
    guard let text = try text(name, bytes: bytes) else { throw .invalid(field(name), "is required") }
    return text
  }

  /// Texts; nil when the list is null or left out.
  func texts(_ name: String, count: Int, bytes: ClosedRange<Int> = 1...200) throws(Refusal) -> [String]? {
    guard let value = value(name) else { return nil }
    guard let list = value.arrayValue else { throw .invalid(field(name), "must be a list") }
    guard list.count <= count else { throw .invalid(field(name), "must hold at most \(count) texts") }
    var texts: [String] = []
    for (index, element) in list.enumerated() {
      let place = "\(field(name))[\(index)]"
      guard let text = element.stringValue else { throw .invalid(place, "must be a text") }
      try TextRule.check(text, bytes: bytes, field: place)
      texts.append(text)
    }
    return texts
  }

  func bool(_ name: String) throws(Refusal) -> Bool? {
    guard let value = value(name) else { return nil }
    guard let flag = value.boolValue else { throw .invalid(field(name), "must be true or false") }
    return flag
  }

  func int(_ name: String) throws(Refusal) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = value.intValue.flatMap({ Int(exactly: $0) }) else {
      throw .invalid(field(name), "must be a whole number")
    }
    return number
  }

  func date(_ name: String) throws(Refusal) -> Date? {
    guard let value = value(name) else { return nil }
    guard let date = value.stringValue.flatMap(Timestamp.parse) else {
      throw .invalid(field(name), "must be an RFC 3339 time")
    }
    return date
  }

  func uuid(_ name: String) throws(Refusal) -> UUID? {
    guard let value = value(name) else { return nil }
    guard let id = value.stringValue.flatMap(UUID.init(uuidString:)) else {
      throw .invalid(field(name), "must be a UUID")
    }
    return id
  }

  func requiredUUID(_ name: String) throws(Refusal) -> UUID {
    guard let id = try uuid(name) else { throw .invalid(field(name), "is required") }
    return id
  }

  /// One case of an enumeration, by its name in the schema.
  func choice<Value: RawRepresentable<String>>(_ name: String, as _: Value.Type) throws(Refusal) -> Value? {
    guard let value = value(name) else { return nil }
    guard let choice = value.stringValue.flatMap(Value.init(rawValue:)) else {
      throw .invalid(field(name), "must be one of the values that the schema lists")
    }
    return choice
  }

  /// A JSON object for later use; nil when it is null or left out.
  func json(_ name: String) throws(Refusal) -> JSONValue? {
    guard let value = value(name) else { return nil }
    guard value.objectValue != nil else { throw .invalid(field(name), "must be an object") }
    try JSONRule.check(value, field: field(name))
    return value
  }

  /// A member of a patch: left out, null, or given.
  func patch<Value>(
    _ name: String, _ read: (InputReader, String) throws(Refusal) -> Value?
  ) throws(Refusal) -> Patch<Value> {
    guard isGiven(name) else { return .unchanged }
    guard let value = try read(self, name) else { return .cleared }
    return .set(value)
  }

  /// A member of a patch that cannot be cleared.
  func requiredPatch<Value>(
    _ name: String, _ read: (InputReader, String) throws(Refusal) -> Value?
  ) throws(Refusal) -> Patch<Value> {
    let patch = try patch(name, read)
    if patch == .cleared { throw .invalid(field(name), "must not be null") }
    return patch
  }
}
