import Crypto
import Foundation

/// Seals credentials so that only the holders of the private key can open them. Not even the sealer can.
public struct CredentialSealer: Sendable {
  public let publicKey: SealingPublicKey

  public init(publicKey: SealingPublicKey) { self.publicKey = publicKey }

  /// Seals a secret for a context. Sealing the same secret twice gives two different texts.
  /// - Returns: `nsl1.<keyID>.<encapsulated key>.<ciphertext>`, the last two in base64url.
  /// - Throws: `.invalidKey` when the public key is one to which nothing can be sealed.
  public func seal(_ secret: String, context: SealingContext) throws(SealingError) -> String {
    do {
      var sender = try HPKE.Sender(
        recipientKey: publicKey.key, ciphersuite: SealingScheme.ciphersuite, info: SealingScheme.info)
      let ciphertext = try sender.seal(
        Data(secret.utf8),
        authenticating: SealingScheme.authenticated(context, keyID: publicKey.keyID))
      return SealedText(
        keyID: publicKey.keyID, encapsulatedKey: Array(sender.encapsulatedKey), ciphertext: Array(ciphertext)
      ).text
    } catch {
      throw SealingError(.invalidKey, "nothing can be sealed to the public key \(publicKey.keyID)")
    }
  }
}
