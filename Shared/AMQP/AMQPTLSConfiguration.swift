/// How the broker is authenticated, and optionally the client. TLS 1.2 is the least version.
///
/// The host must be given by name: librabbitmq matches DNS names and the common name of a certificate, not
/// IP addresses.
public struct AMQPTLSConfiguration: Sendable, Hashable {
  /// A PEM file with the certificate authorities to trust; the system's bundle by default.
  public var caFile: String?
  /// A PEM file with the client's certificate chain, for brokers that ask for one.
  public var certificateFile: String?
  /// A PEM file with the client's private key.
  public var keyFile: String?
  /// Whether the certificate must be for the host that is connected to.
  public var verifiesHostname: Bool

  public init(
    caFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil,
    verifiesHostname: Bool = true
  ) {
    self.caFile = caFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.verifiesHostname = verifiesHostname
  }

  var caFileOrSystemBundle: String { caFile ?? "/etc/ssl/certs/ca-certificates.crt" }
}
