import Crypto
import Foundation
import JSON
import Testing

/// Releases next to each other read each other's messages (B9).
@Suite struct StoredMessageTests {
  @Test func thereAreStoredMessages() {
    #expect(StoredMessage.releases.count >= 3)
    #expect(StoredMessage.all.count >= 80)
  }

  @Test(arguments: StoredMessage.all)
  func isReadTodayWithAllItSays(_ stored: StoredMessage) throws {
    let read = try JSONValue(parsing: try stored.current().reencoded(stored.bytes))
    let lost = Self.missing(from: read, of: try JSONValue(parsing: stored.bytes), comparesValues: true)
    #expect(lost.isEmpty, "not read: \(lost)")
  }

  @Test(arguments: StoredMessage.all)
  func whatIsWrittenTodayHasWhatTheReleaseReads(_ stored: StoredMessage) throws {
    let written = try JSONValue(parsing: try stored.current().encoded())
    let lost = Self.missing(from: written, of: try JSONValue(parsing: stored.bytes), comparesValues: false)
    #expect(lost.isEmpty, "not written any more, or as something else: \(lost)")
  }

  @Test(arguments: StoredMessage.releases)
  func nothingStoredWasChanged(_ release: String) throws {
    let sums = try String(
      contentsOf: StoredMessage.folder.appending(path: release).appending(path: "SHA256SUMS"), encoding: .utf8
    )
    let expected = sums.split(separator: "\n").map(String.init).sorted()
    let found = StoredMessage.all.filter { $0.release == release }.map { stored in
      let digest = SHA256.hash(data: stored.bytes).map { byte in
        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }
      return digest.joined() + "  \(stored.name).json"
    }
    #expect(found.sorted() == expected)
  }

  /// The paths of members that `other` has and `value` has not, or has in another form.
  private static func missing(
    from value: JSONValue?, of other: JSONValue, comparesValues: Bool, path: String = ""
  ) -> [String] {
    switch (value, other) {
    case (nil, _): return [path]
    case (.object(let members)?, .object(let others)):
      return others.flatMap { key, member in
        missing(from: members[key], of: member, comparesValues: comparesValues, path: "\(path).\(key)")
      }
    case (.array(let elements)?, .array(let others)):
      // What is written today is an example of its own, whose lists may be shorter: their first elements show the form.
      return others.prefix(comparesValues ? others.count : 1).enumerated().flatMap { index, other in
        let element = index < elements.count ? elements[index] : nil
        return missing(from: element, of: other, comparesValues: comparesValues, path: "\(path)[\(index)]")
      }
    case (let value?, _):
      if comparesValues { return value == other ? [] : [path] }
      return isSameForm(value, other) ? [] : [path]
    }
  }

  private static func isSameForm(_ one: JSONValue, _ other: JSONValue) -> Bool {
    switch (one, other) {
    case (.string, .string), (.bool, .bool), (.null, _), (_, .null): true
    case (.int, .int), (.double, .double), (.int, .double), (.double, .int): true
    default: false
    }
  }
}
