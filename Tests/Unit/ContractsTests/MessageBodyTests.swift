import Contracts
import JSON
import Testing

/// How whatever came is shown.
@Suite struct MessageBodyTests {
  @Test(arguments: [
    (#"{"a":1}"#, ["a": 1] as JSONValue), ("no JSON", "no JSON"), ("", ""), ("a\u{0}b", "base64:YQBi"),
  ])
  func textIsShownAsItIs(_ text: String, _ shown: JSONValue) {
    #expect(MessageBody.json(of: Array(text.utf8)) == shown)
  }

  @Test func whatIsNoTextIsShownInBase64() {
    #expect(MessageBody.json(of: [0xFF, 0xC3]) == "base64:/8M=")
    #expect(!MessageBody.isText([0xFF]) && !MessageBody.isText([0x61, 0]) && MessageBody.isText([0x61]))
  }

  /// Every message about keys and the audit log, and none besides.
  @Test func whatIsForAdminsIsToldByItsType() {
    let sensitive = MessageType.allCases.map(\.rawValue).filter(MessageType.isSensitive)
    #expect(
      Set(sensitive) == [
        "api-key.create.v1", "api-key.revoke.v1", "api-key.touch.v1", "api-key.created.v1",
        "api-key.revoked.v1", "audit.record.v1",
      ])
    #expect(MessageType.isSensitive("api-key.rotate.v9") && !MessageType.isSensitive(""))
  }
}
