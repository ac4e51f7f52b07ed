import Postgres
import ServiceRuntime

/// The settings of `scheduler migrate`.
struct MigrateSettings: SettingsGroup {
  static var declarations: [any SettingDeclaration] { [SchedulerSettings.databaseSetting] }

  let database: PostgresConfiguration

  init(from settings: SettingsReader) throws(SettingsError) {
    database = try settings.read(SchedulerSettings.databaseSetting)
  }
}
