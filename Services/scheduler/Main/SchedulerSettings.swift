import AMQP
import Contracts
import Domain
import Postgres
import Scheduler
import ServiceRuntime

/// The settings of `scheduler serve`.
struct SchedulerSettings: SettingsGroup {
  static let amqpSetting = ConnectionSettings.amqpURL.then { try AMQPConfiguration(url: $0) }
  static let databaseSetting = ConnectionSettings.databaseURL.then {
    try PostgresConfiguration(url: $0)
  }
  private static let connectionsSetting = Setting<Int>.integer(
    "NUCLEUS_DATABASE_CONNECTIONS", "Connections to PostgreSQL.", in: 4...100, default: 8)
  private static let minimumIntervalSetting = Setting<Int>.integer(
    "NUCLEUS_MIN_SCHEDULE_INTERVAL", "Smallest interval of a schedule in seconds.", in: 1...86_400,
    default: 60)
  private static let syntheticSetting = Setting<Bool>.toggle(
    "NUCLEUS_SYNTHETIC", "Whether endpoints of the kind synthetic may be registered.", default: false)
  private static let reapIntervalSetting = Setting<Duration>.seconds(
    "NUCLEUS_REAP_INTERVAL", "Pause between two looks for lost runs.", in: 0.1...60, default: 1)
  private static let queuedAfterSetting = Setting<Duration>.seconds(
    "NUCLEUS_REAP_QUEUED_AFTER",
    "How long a queued run waits before its trigger is sent again; doubles each time.",
    in: 0.1...86_400, default: 30)
  private static let retriggerAfterSetting = Setting<Duration>.seconds(
    "NUCLEUS_REAP_RETRIGGER_AFTER", "Smallest time between two triggers of a run whose lease has lapsed.",
    in: 0.1...86_400, default: 5)
  private static let runLogSetting = days(
    "NUCLEUS_RUN_LOG_DAYS", "Days for which the log lines of runs are kept.")
  private static let webhookLogSetting = days(
    "NUCLEUS_WEBHOOK_LOG_DAYS", "How many days the log of a webhook goes back.")
  private static let journalAgeSetting = Setting<Int>.integer(
    "NUCLEUS_JOURNAL_HOURS", "How many hours the journal keeps the bodies of messages.", in: 1...87_600,
    default: 168)
  private static let journalSizeSetting = Setting<Int>.integer(
    "NUCLEUS_JOURNAL_MEGABYTES", "How much the journal's stream may hold; the oldest messages go first.",
    in: 16...10_000_000, default: 5_000)
  private static let journalIndexSetting = days(
    "NUCLEUS_JOURNAL_INDEX_DAYS", "How many days messages can be found, with or without their bodies.")
  private static let deadLettersSetting = days(
    "NUCLEUS_DEAD_LETTER_RETENTION_DAYS",
    "How many days dead letters are kept after they were sent again or discarded.")

  static var declarations: [any SettingDeclaration] {
    [amqpSetting, databaseSetting] + RuntimeSettings.declarations + MetricsSettings.declarations + [
      connectionsSetting, minimumIntervalSetting, syntheticSetting, reapIntervalSetting, queuedAfterSetting,
      retriggerAfterSetting, runLogSetting, journalAgeSetting, journalSizeSetting, journalIndexSetting,
      webhookLogSetting, deadLettersSetting,
    ]
  }

  let runtime: RuntimeSettings
  let metrics: MetricsSettings
  let amqp: AMQPConfiguration
  let database: PostgresConfiguration
  let connections: Int
  let minimumScheduleInterval: Int
  let offersSynthetic: Bool
  let reaper: ReaperSettings
  let journal: JournalSettings
  let retention: RetentionSettings

  init(from settings: SettingsReader) throws(SettingsError) {
    runtime = try settings.group(RuntimeSettings.self)
    metrics = try settings.group(MetricsSettings.self)
    amqp = try settings.read(Self.amqpSetting)
    database = try settings.read(Self.databaseSetting)
    connections = try settings.read(Self.connectionsSetting)
    minimumScheduleInterval = try settings.read(Self.minimumIntervalSetting)
    offersSynthetic = try settings.read(Self.syntheticSetting)
    reaper = ReaperSettings(
      interval: try settings.read(Self.reapIntervalSetting),
      queuedAfter: try settings.read(Self.queuedAfterSetting),
      retriggerAfter: try settings.read(Self.retriggerAfterSetting))
    journal = JournalSettings(
      limits: StreamLimits(
        maximumAge: try settings.read(Self.journalAgeSetting) * 3_600,
        maximumBytes: Int64(try settings.read(Self.journalSizeSetting)) * 1_000_000))
    retention = RetentionSettings(
      runLogs: try settings.read(Self.runLogSetting),
      webhookLog: try settings.read(Self.webhookLogSetting),
      deadLetters: try settings.read(Self.deadLettersSetting),
      journalIndex: try settings.read(Self.journalIndexSetting))
  }

  /// How long something is kept, in whole days.
  private static func days(_ name: String, _ meaning: String) -> Setting<Duration> {
    Setting<Int>.integer(name, meaning, in: 1...3_650, default: 30).then { .seconds($0 * 86_400) }
  }
}
