import Foundation

/// The text of a key: `nk_<32 hex digits of its id>_<32 random bytes in base64url>`. The id in front says which
/// digest to compare with; what cannot be guessed comes after it.
public enum APIKeyText {
  public static let prefix = "nk_"
  /// Bytes of randomness in a key.
  public static let secretBytes = 32

  private static let idDigits = 32
  /// What 32 bytes take in base64url without padding.
  private static let secretCharacters = 43
  private static let length = prefix.utf8.count + idDigits + 1 + secretCharacters

  /// - Parameter secret: ``secretBytes`` bytes of a generator fit for secrets.
  public static func make(id: UUID, secret: [UInt8]) -> String {
    let digits = id.uuidString.lowercased().filter { $0 != "-" }
    let random = Data(secret).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    return "\(prefix)\(digits)_\(random.prefix { $0 != "=" })"
  }

  /// The id of the key that the text claims to be; nil for a text that is no key.
  public static func id(in text: some Collection<UInt8>) -> UUID? {
    guard text.count == length, text.starts(with: prefix.utf8) else { return nil }
    let rest = text.dropFirst(prefix.utf8.count)
    guard rest.dropFirst(idDigits).first == UInt8(ascii: "_"),
      rest.prefix(idDigits).allSatisfy({ ASCII.isAlphanumeric($0) })
    else { return nil }
    var digits = String(decoding: rest.prefix(idDigits), as: UTF8.self)
    // From behind, so that each dash leaves the places of the others as they are.
    for place in [20, 16, 12, 8] { digits.insert("-", at: digits.index(digits.startIndex, offsetBy: place)) }
    return UUID(uuidString: digits)
  }
}
