import Contracts
import Crypto
import Foundation
import JSON

/// Tells whether two requests with the same idempotency key ask for the same.
///
/// The digest is keyed: arguments may hold credentials, and whoever reads the digest must not be able to try
/// guesses against it.
enum RequestDigest {
  static func make(field: String, arguments: JSONObject, key: SymmetricKey) throws -> String {
    var code = HMAC<SHA256>(key: key)
    code.update(data: Data("\(field)\n".utf8))
    // The codec sorts keys, so that their order in the request does not matter.
    code.update(data: Data(try MessageCodec.encode(JSONValue.object(arguments))))
    return code.finalize().hexDigits
  }
}
