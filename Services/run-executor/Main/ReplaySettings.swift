import Postgres
import Sealing
import ServiceRuntime

/// The settings of `run-executor replay`: those of an executor, as far as a replay needs them.
struct ReplaySettings: SettingsGroup {
  static var declarations: [any SettingDeclaration] {
    [
      ExecutorSettings.databaseSetting, ExecutorSettings.sealSetting, ExecutorSettings.syntheticSetting,
      ExecutorSettings.privateNetworksSetting,
    ]
  }

  let database: PostgresConfiguration
  let opener: CredentialOpener
  let offersSynthetic: Bool
  let allowsPrivateNetworks: Bool

  init(from settings: SettingsReader) throws(SettingsError) {
    database = try settings.read(ExecutorSettings.databaseSetting)
    opener = try settings.read(ExecutorSettings.sealSetting)
    offersSynthetic = try settings.read(ExecutorSettings.syntheticSetting)
    allowsPrivateNetworks = try settings.read(ExecutorSettings.privateNetworksSetting)
  }
}
