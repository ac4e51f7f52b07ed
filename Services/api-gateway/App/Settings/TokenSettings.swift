import Foundation
import ServiceRuntime

/// Which JSON Web Tokens open the API.
public struct TokenSettings: Sendable {
  private static let issuerSetting = Setting<String>.string(
    "NUCLEUS_JWT_ISSUER", "Issuer of JSON Web Tokens that open the API; unset: none do.", default: "")
  private static let audienceSetting = Setting<String>.string(
    "NUCLEUS_JWT_AUDIENCE", "Audience that tokens have to be meant for.", default: "nucleus")
  private static let keySetSetting = Setting<String>.string(
    "NUCLEUS_JWT_KEYS", "Where the issuer's key set (JWKS) is: an https address or the path of a file.",
    default: "")
  private static let algorithmsSetting = Setting<String>.string(
    "NUCLEUS_JWT_ALGORITHMS", "Signature algorithms that are taken; separated by commas.",
    default: "RS256,ES256,EdDSA"
  ).then { text in
    let algorithms = try text.split(separator: ",").map { name in
      guard let algorithm = TokenPolicy.Algorithm(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
        throw TokenSettingError(
          "has to list some of " + TokenPolicy.Algorithm.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return algorithm
    }
    guard !algorithms.isEmpty else { throw TokenSettingError("names no algorithm") }
    return Set(algorithms)
  }
  private static let roleClaimSetting = Setting<String>.string(
    "NUCLEUS_JWT_ROLE_CLAIM", "Claim that names the role: viewer, operator or admin.", default: "role")

  public static var declarations: [any SettingDeclaration] {
    [issuerSetting, audienceSetting, keySetSetting, algorithmsSetting, roleClaimSetting]
  }

  public let policy: TokenPolicy
  public let keys: KeySetSource

  /// - Returns: nil where no issuer is set.
  static func read(from settings: SettingsReader) throws(SettingsError) -> TokenSettings? {
    let issuer = try settings.read(issuerSetting)
    let keys = try settings.read(keySetSetting)
    let policy = TokenPolicy(
      issuer: issuer, audience: try settings.read(audienceSetting),
      algorithms: try settings.read(algorithmsSetting), roleClaim: try settings.read(roleClaimSetting))
    guard !issuer.isEmpty else {
      guard keys.isEmpty else {
        throw SettingsError(name: issuerSetting.name, reason: "is not set, though \(keySetSetting.name) is")
      }
      return nil
    }
    guard let source = source(keys) else {
      throw SettingsError(
        name: keySetSetting.name,
        reason: "has to be an https address (http on this machine alone) or the path of a file")
    }
    return TokenSettings(policy: policy, keys: source)
  }

  private static func source(_ text: String) -> KeySetSource? {
    if text.hasPrefix("/") { return .file(text) }
    guard let url = URL(string: text), let host = url.host(), url.user() == nil else { return nil }
    let isLocal = ["localhost", "127.0.0.1", "::1"].contains(host)
    return url.scheme == "https" || (url.scheme == "http" && isLocal) ? .address(text) : nil
  }
}

/// The setting is not of its form.
private struct TokenSettingError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
