import Domain
import Sealing

/// What resolvers use beside the request itself: one for the whole process.
public struct GatewayServices: Sendable {
  let reader: DatabaseReader
  let commands: any CommandSending
  let audit: AuditReporter
  let sealer: CredentialSealer
  let templates: EndpointTemplates
  /// Whether every part of the process can do its work.
  let isReady: @Sendable () -> Bool

  /// - Parameter offersSynthetic: whether endpoints of the kind `synthetic` can be registered.
  public init(
    reader: DatabaseReader, commands: any CommandSending, audit: AuditReporter, sealer: CredentialSealer,
    offersSynthetic: Bool,
    isReady: @escaping @Sendable () -> Bool
  ) {
    self.reader = reader
    self.commands = commands
    self.audit = audit
    self.sealer = sealer
    templates = EndpointTemplates(EndpointTemplate.all(synthetic: offersSynthetic))
    self.isReady = isReady
  }
}
