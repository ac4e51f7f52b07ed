import Foundation

/// Whether a connection is encrypted and whose certificate it accepts. TLS 1.2 is the minimum.
public enum TLSMode: Sendable, Hashable {
  case disable
  /// Encrypted where the server offers it; no protection against an active attacker.
  case prefer
  /// Encrypted, with any certificate.
  case require
  /// A certificate of a known authority; `nil` means the authorities of the system.
  case verifyCA(rootCertificatePath: String?)
  /// As `verifyCA`, and issued for the host connected to.
  case verifyFull(rootCertificatePath: String?)

  /// libpq's name of the mode.
  public var name: String {
    switch self {
    case .disable: "disable"
    case .prefer: "prefer"
    case .require: "require"
    case .verifyCA: "verify-ca"
    case .verifyFull: "verify-full"
    }
  }

  /// - Parameter name: as libpq names the modes; `allow` is taken for the stronger `prefer`.
  public init?(name: String, rootCertificatePath: String? = nil) {
    switch name {
    case "disable": self = .disable
    case "prefer", "allow": self = .prefer
    case "require": self = .require
    case "verify-ca": self = .verifyCA(rootCertificatePath: rootCertificatePath)
    case "verify-full": self = .verifyFull(rootCertificatePath: rootCertificatePath)
    default: return nil
    }
  }

  var rootCertificatePath: String? {
    switch self {
    case .disable, .prefer, .require: nil
    case .verifyCA(let path), .verifyFull(let path): path ?? Self.systemRootCertificates
    }
  }

  /// libpq 15 does not know the authorities of the system by itself.
  private static let systemRootCertificates = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
  ].first { FileManager.default.isReadableFile(atPath: $0) }
}
