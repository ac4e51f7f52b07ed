import Domain
import Foundation
import Testing

@Suite struct APIKeyCredentialTests {
  private let now = Date(timeIntervalSince1970: 1_000)

  private func credential(expires: Double? = nil, revoked: Double? = nil) -> APIKeyCredential {
    APIKeyCredential(
      id: UUID(), name: "n", role: .viewer, digest: [1, 2, 3],
      expiresAt: expires.map { Date(timeIntervalSince1970: $0) },
      revokedAt: revoked.map { Date(timeIntervalSince1970: $0) })
  }

  @Test func isValidUntilItEnds() {
    #expect(credential().isValid(at: now))
    #expect(credential(expires: 1_001).isValid(at: now))
    #expect(!credential(expires: 1_000).isValid(at: now))
    #expect(!credential(revoked: 2_000).isValid(at: now))
  }

  @Test func matchesItsDigestAlone() {
    #expect(credential().matches(digest: [1, 2, 3]))
    for other: [UInt8] in [[], [1, 2], [1, 2, 3, 4], [1, 2, 2], [0, 2, 3]] {
      #expect(!credential().matches(digest: other))
    }
  }

  @Test func doesNotShowItsDigest() {
    let credential = APIKeyCredential(id: UUID(), name: "n", role: .viewer, digest: [201, 202, 203])
    var dump = ""
    Swift.dump(credential, to: &dump)
    for text in [dump, "\(credential)", String(reflecting: credential)] { #expect(!text.contains("202")) }
  }
}
