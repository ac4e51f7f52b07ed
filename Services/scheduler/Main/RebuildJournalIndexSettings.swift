import AMQP
import Postgres
import ServiceRuntime

/// The settings of `scheduler rebuild-journal-index`.
struct RebuildJournalIndexSettings: SettingsGroup {
  private static let amqpSetting = ConnectionSettings.amqpURL.then { try AMQPConfiguration(url: $0) }
  private static let databaseSetting = ConnectionSettings.databaseURL.then {
    try PostgresConfiguration(url: $0)
  }

  static var declarations: [any SettingDeclaration] { [amqpSetting, databaseSetting] }

  let amqp: AMQPConfiguration
  let database: PostgresConfiguration

  init(from settings: SettingsReader) throws(SettingsError) {
    amqp = try settings.read(Self.amqpSetting)
    database = try settings.read(Self.databaseSetting)
  }
}
