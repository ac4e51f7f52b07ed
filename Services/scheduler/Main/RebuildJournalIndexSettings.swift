import AMQP
import Postgres
import ServiceRuntime

/// The settings of `scheduler rebuild-journal-index`.
struct RebuildJournalIndexSettings: SettingsGroup {
  static var declarations: [any SettingDeclaration] {
    [SchedulerSettings.amqpSetting, SchedulerSettings.databaseSetting]
  }

  let amqp: AMQPConfiguration
  let database: PostgresConfiguration

  init(from settings: SettingsReader) throws(SettingsError) {
    amqp = try settings.read(SchedulerSettings.amqpSetting)
    database = try settings.read(SchedulerSettings.databaseSetting)
  }
}
