import Contracts
import Domain
import Foundation

/// What the scheduler can be told beside its connections.
public struct SchedulerConfiguration: Sendable {
  /// The process, as messages name their sender: `scheduler-1@host`.
  public var appID: String
  /// Names the process's own queue: made anew at each start, so that no two processes ever share it.
  public var queueInstance = UUID().lowercased
  /// The kinds of endpoint that may be registered.
  public var templates: [EndpointTemplate]
  /// The smallest interval of a schedule, in seconds.
  public var minimumScheduleInterval: Int
  public var reaper: ReaperSettings
  public var journal: JournalSettings
  public var webhooks = WebhookSettings()
  public var retention: RetentionSettings
  /// The newest migration that the database has to have.
  public var schemaVersion: Int

  public init(
    appID: String, templates: [EndpointTemplate], minimumScheduleInterval: Int = 60,
    reaper: ReaperSettings = ReaperSettings(), journal: JournalSettings = JournalSettings(),
    retention: RetentionSettings = RetentionSettings(), schemaVersion: Int
  ) {
    self.appID = appID
    self.templates = templates
    self.minimumScheduleInterval = minimumScheduleInterval
    self.reaper = reaper
    self.journal = journal
    self.retention = retention
    self.schemaVersion = schemaVersion
  }
}
