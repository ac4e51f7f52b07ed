import Foundation
import Testing

extension EndToEnd {
  /// The search finds what it looks for.
  @Suite struct SecretFormsTests {
    @Test(arguments: ["plain-enough", "with / & ü \"quotes\" 100%"])
    func eachFormIsFound(_ secret: String) throws {
      let forms = SecretForms(secret)
      let escaped = try #require(
        secret.addingPercentEncoding(withAllowedCharacters: .urlHostAllowed.intersection(.alphanumerics)))
      #expect(forms.found(in: "postgres://u:\(secret)@h") != nil)
      #expect(forms.found(in: "postgres://u:\(escaped)@h") != nil)
      for prefix in ["", "a", "ab", "abc"] {
        #expect(forms.found(in: Data("\(prefix)\(secret)xyz".utf8).base64EncodedString()) != nil)
      }
      #expect(forms.found(in: secret.utf8.map { String(format: "%02x", $0) }.joined()) != nil)
      #expect(forms.found(in: "nothing of the sort") == nil)
    }
  }
}
