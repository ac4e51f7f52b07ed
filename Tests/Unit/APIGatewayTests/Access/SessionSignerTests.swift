import Foundation
import TestSupport
import Testing

@testable import APIGateway

@Suite struct SessionSignerTests {
  private let signer = SessionSigner(GatewaySecret("a secret of at least sixteen bytes"))
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  private func session(_ keyID: UUID? = UUID(), lifetime: TimeInterval = 60) -> Session {
    Session(keyID: keyID, nonce: UUID(), expiresAt: now.addingTimeInterval(lifetime))
  }

  @Test func readsWhatItWrote() {
    for session in [session(), session(nil)] {
      #expect(signer.session(in: signer.cookie(for: session), at: now) == session)
    }
  }

  @Test func needsNoEscapingInACookie() {
    let cookie = signer.cookie(for: session())
    #expect(cookie.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) })
  }

  @Test func endsSessionsOnTime() {
    let cookie = signer.cookie(for: session(lifetime: 60))
    #expect(signer.session(in: cookie, at: now.addingTimeInterval(59)) != nil)
    #expect(signer.session(in: cookie, at: now.addingTimeInterval(60)) == nil)
  }

  @Test func takesNoOthersCookie() {
    let other = SessionSigner(GatewaySecret("another secret of sixteen bytes"))
    #expect(signer.session(in: other.cookie(for: session()), at: now) == nil)
  }

  /// No change of a single character yields another session.
  @Test func noticesEveryChange() {
    let session = session()
    let cookie = Array(signer.cookie(for: session).utf8)
    for place in cookie.indices {
      for replacement in [UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "."), UInt8(ascii: "A")]
      where cookie[place] != replacement {
        var changed = cookie
        changed[place] = replacement
        let read = signer.session(in: String(decoding: changed, as: UTF8.self), at: now)
        // The code itself may be written in either case.
        #expect(read == nil || read == session)
      }
    }
    for length in 0..<cookie.count {
      #expect(signer.session(in: String(decoding: cookie.prefix(length), as: UTF8.self), at: now) == nil)
    }
  }

  @Test func tiesFormTokensToTheirSession() {
    let (one, other) = (session(), session())
    #expect(signer.isFormToken(signer.formToken(for: one), of: one))
    #expect(!signer.isFormToken(signer.formToken(for: one), of: other))
    #expect(!signer.isFormToken("", of: one))
    #expect(!signer.isFormToken(String(repeating: "0", count: 64), of: one))
  }

  @Test func findsItsCookieAmongOthers() {
    let values = SessionCookie.values(in: ["a=b; nucleus_session=1.x; c=d", "nucleus_session=2.y"])
    #expect(values == ["1.x", "2.y"])
    #expect(SessionCookie.values(in: ["xnucleus_session=1", "nucleus_session"]) == [])
  }
}
