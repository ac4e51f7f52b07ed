import Postgres
import ServiceRuntime

/// The settings of `scheduler migrate`.
struct MigrateSettings: SettingsGroup {
  private static let databaseSetting = ConnectionSettings.databaseURL.then {
    try PostgresConfiguration(url: $0)
  }

  static var declarations: [any SettingDeclaration] { [databaseSetting] }

  let database: PostgresConfiguration

  init(from settings: SettingsReader) throws(SettingsError) {
    database = try settings.read(Self.databaseSetting)
  }
}
