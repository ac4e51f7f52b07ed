import AMQP
import ServiceRuntime

/// What it takes to read the journal's stream.
struct JournalAccessSettings: SettingsGroup {
  static var declarations: [any SettingDeclaration] { [ExecutorSettings.amqpSetting] }

  let amqp: AMQPConfiguration

  init(from settings: SettingsReader) throws(SettingsError) {
    amqp = try settings.read(ExecutorSettings.amqpSetting)
  }
}
