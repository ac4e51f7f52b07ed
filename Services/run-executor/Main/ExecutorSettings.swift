import AMQP
import Domain
import Postgres
import RunExecutor
import Sealing
import ServiceRuntime

/// The settings of the process, from its environment.
struct ExecutorSettings: SettingsGroup {
  static let amqpSetting = ConnectionSettings.amqpURL.then { try AMQPConfiguration(url: $0) }
  static let databaseSetting = ConnectionSettings.databaseURL.then {
    try PostgresConfiguration(url: $0)
  }
  static let sealSetting = Setting<CredentialOpener>.parsed(
    "NUCLEUS_SEAL_PRIVATE_KEY_FILE", "File with the private keys that open sealed credentials (mode 600).",
    form: "path"
  ) { try CredentialOpener(privateKeys: PrivateKeyFile.load(path: $0)) }
  static let syntheticSetting = Setting<Bool>.toggle(
    "NUCLEUS_SYNTHETIC", "Whether the synthetic source is offered, for trials and tests.", default: false)
  static let privateNetworksSetting = Setting<Bool>.toggle(
    "NUCLEUS_ALLOW_PRIVATE_NETWORKS", "Whether sources on loopback and private addresses are allowed.",
    default: true)
  private static let maxRunsSetting = Setting<Int>.integer(
    "NUCLEUS_EXECUTOR_MAX_RUNS", "Runs of this process at once.", in: 1...100_000, default: 512)
  private static let leaseSetting = Setting<Duration>.seconds(
    "NUCLEUS_LEASE", "How long a run stays claimed without renewal; three renewals fit into it.", in: 1...300,
    default: 15)
  private static let poolSetting = Setting<Int>.integer(
    "NUCLEUS_DATABASE_POOL", "Connections to the database.", in: 2...100, default: 10)
  private static let webhookTimeoutSetting = Setting<Duration>.seconds(
    "NUCLEUS_WEBHOOK_TIMEOUT", "How long the receiver of a webhook may take to answer.", in: 0.1...60,
    default: 10)
  private static let webhookRetrySetting = Setting<Duration>.seconds(
    "NUCLEUS_WEBHOOK_RETRY",
    "From the first try of a webhook to the second; grows sixfold each time, to ten hours.", in: 0.1...3_600,
    default: 5)

  static var declarations: [any SettingDeclaration] {
    RuntimeSettings.declarations + MetricsSettings.declarations + [
      amqpSetting, databaseSetting, sealSetting, syntheticSetting, privateNetworksSetting, maxRunsSetting,
      leaseSetting, poolSetting, webhookTimeoutSetting, webhookRetrySetting,
    ]
  }

  let runtime: RuntimeSettings
  let metrics: MetricsSettings
  let amqp: AMQPConfiguration
  let database: PostgresConfiguration
  let opener: CredentialOpener
  let offersSynthetic: Bool
  let allowsPrivateNetworks: Bool
  let maxRuns: Int
  let lease: Duration
  let poolSize: Int
  let webhooks: WebhookOptions

  init(from settings: SettingsReader) throws(SettingsError) {
    runtime = try settings.group(RuntimeSettings.self)
    metrics = try settings.group(MetricsSettings.self)
    amqp = try settings.read(Self.amqpSetting)
    database = try settings.read(Self.databaseSetting)
    opener = try settings.read(Self.sealSetting)
    offersSynthetic = try settings.read(Self.syntheticSetting)
    allowsPrivateNetworks = try settings.read(Self.privateNetworksSetting)
    maxRuns = try settings.read(Self.maxRunsSetting)
    lease = try settings.read(Self.leaseSetting)
    poolSize = try settings.read(Self.poolSetting)
    webhooks = WebhookOptions(
      timeout: try settings.read(Self.webhookTimeoutSetting),
      retry: WebhookRetryPolicy(firstDelay: try settings.read(Self.webhookRetrySetting)))
  }
}
