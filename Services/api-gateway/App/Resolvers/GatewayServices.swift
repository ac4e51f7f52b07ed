import Domain
import Messaging
import Sealing

/// What resolvers use beside the request itself: one for the whole process.
public struct GatewayServices: Sendable {
  let reader: DatabaseReader
  let commands: any CommandSending
  let notices: any NoticePosting
  let audit: AuditReporter
  let sealer: CredentialSealer
  let liveRuns: LiveRuns
  let liveExecutors: LiveExecutors
  let journal: JournalReader
  let templates: EndpointTemplates
  /// Whether every part of the process can do its work.
  let isReady: @Sendable () -> Bool

  /// - Parameter offersSynthetic: whether endpoints of the kind `synthetic` can be registered.
  public init(
    reader: DatabaseReader, commands: any CommandSending, notices: any NoticePosting, audit: AuditReporter,
    sealer: CredentialSealer, liveRuns: LiveRuns, liveExecutors: LiveExecutors,
    journal: JournalReader, offersSynthetic: Bool,
    isReady: @escaping @Sendable () -> Bool
  ) {
    self.reader = reader
    self.commands = commands
    self.notices = notices
    self.audit = audit
    self.sealer = sealer
    self.liveRuns = liveRuns
    self.liveExecutors = liveExecutors
    self.journal = journal
    templates = EndpointTemplates(EndpointTemplate.all(synthetic: offersSynthetic))
    self.isReady = isReady
  }
}
