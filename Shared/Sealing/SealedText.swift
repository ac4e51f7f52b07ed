/// The parts of `nsl1.<keyID>.<encapsulated key>.<ciphertext>`.
struct SealedText {
  let keyID: String
  let encapsulatedKey: [UInt8]
  let ciphertext: [UInt8]

  init(keyID: String, encapsulatedKey: [UInt8], ciphertext: [UInt8]) {
    self.keyID = keyID
    self.encapsulatedKey = encapsulatedKey
    self.ciphertext = ciphertext
  }

  init(parsing text: String) throws(SealingError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == SealingScheme.version, Self.isKeyID(parts[1]),
      let encapsulatedKey = Base64URL.decode(parts[2]), encapsulatedKey.count == SealingScheme.keyLength,
      let ciphertext = Base64URL.decode(parts[3]), ciphertext.count >= Self.tagLength
    else { throw SealingError(.malformed, "the sealed credential is malformed") }
    self.init(keyID: String(parts[1]), encapsulatedKey: encapsulatedKey, ciphertext: ciphertext)
  }

  var text: String {
    [SealingScheme.version, keyID, Base64URL.encode(encapsulatedKey), Base64URL.encode(ciphertext)]
      .joined(separator: ".")
  }

  /// The authentication tag of ChaCha20-Poly1305.
  private static let tagLength = 16

  private static func isKeyID(_ text: Substring) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
