import Foundation
import Testing

@testable import RunExecutor

@Suite struct WebhookSignatureTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  /// The example of the Standard Webhooks specification's own libraries; computed anew with another implementation of
  /// HMAC for this test.
  @Test func signsAsOthersDo() throws {
    let signature = try #require(WebhookSignature(secret: Self.secret))
    let headers = signature.headers(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", time: Date(timeIntervalSince1970: 1_614_265_330.9),
      body: [UInt8](#"{"test": 2432232314}"#.utf8))
    let values = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
    #expect(values["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek")
    #expect(values["webhook-timestamp"] == "1614265330")
    #expect(values["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test func everyPartIsSigned() throws {
    let signature = try #require(WebhookSignature(secret: Self.secret))
    let other = try #require(
      WebhookSignature(secret: "whsec_" + Data(repeating: 7, count: 24).base64EncodedString()))
    let time = Date(timeIntervalSince1970: 1_000)
    let all = [
      signature.headers(id: "a", time: time, body: [1]), signature.headers(id: "b", time: time, body: [1]),
      signature.headers(id: "a", time: time.addingTimeInterval(1), body: [1]),
      signature.headers(id: "a", time: time, body: [2]), other.headers(id: "a", time: time, body: [1]),
    ].map { $0.last?.value }
    #expect(Set(all).count == all.count)
  }

  @Test(arguments: [
    "", "whsec_", "whsec_!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_YQ==",
    "whsec_" + Data(repeating: 1, count: 23).base64EncodedString(),
    "whsec_" + Data(repeating: 1, count: 65).base64EncodedString(),
  ])
  func refusesWhatIsNoSecret(text: String) { #expect(WebhookSignature(secret: text) == nil) }

  @Test func neverShowsTheKey() throws {
    let signature = try #require(WebhookSignature(secret: Self.secret))
    var dumped = ""
    dump(signature, to: &dumped)
    #expect(!"\(signature)\(dumped)\(String(reflecting: signature))".contains("MfKQ"))
  }
}
