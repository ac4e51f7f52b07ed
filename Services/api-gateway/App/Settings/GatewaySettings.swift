import AMQP
import Postgres
import Sealing
import ServiceRuntime

/// Everything the gateway can be told.
public struct GatewaySettings: SettingsGroup {
  private static let amqpSetting = ConnectionSettings.amqpURL.then { try AMQPConfiguration(url: $0) }
  private static let databaseSetting = ConnectionSettings.databaseURL.then {
    try PostgresConfiguration(url: $0)
  }
  private static let poolSetting = Setting<Int>.integer(
    "NUCLEUS_DATABASE_CONNECTIONS", "How many connections to PostgreSQL are held.", in: 1...200, default: 8)
  private static let sealSetting = Setting<SealingPublicKey>.parsed(
    "NUCLEUS_SEAL_PUBLIC_KEY", "Key to which credentials are sealed; executors hold its private half.",
    form: "key id.base64url", parse: { try SealingPublicKey(text: $0) })
  private static let adminKeySetting = Setting<SecretText>.secretFile(
    "NUCLEUS_ADMIN_KEY_FILE", "File with the admin key of the API."
  ).then { key in
    guard key.reveal().utf8.count >= AdminKey.minimumBytes else { throw ShortAdminKeyError() }
    return key
  }
  private static let syntheticSetting = Setting<Bool>.toggle(
    "NUCLEUS_SYNTHETIC", "Whether endpoints of the kind synthetic can be registered.", default: false)
  private static let commandTimeoutSetting = Setting<Duration>.seconds(
    "NUCLEUS_COMMAND_TIMEOUT", "How long the answer to a mutation is waited for.", in: 0.1...300, default: 10)
  private static let requestTimeoutSetting = Setting<Duration>.seconds(
    "NUCLEUS_REQUEST_TIMEOUT", "The longest a request may take, its body included.", in: 0.1...600,
    default: 30)
  private static let callerStreamsSetting = Setting<Int>.integer(
    "NUCLEUS_STREAMS_PER_CALLER", "How many event streams one caller may have open at the same time.",
    in: 1...100_000, default: 100)
  private static let streamsSetting = Setting<Int>.integer(
    "NUCLEUS_STREAMS", "How many event streams the process holds open at the same time.", in: 1...100_000,
    default: 2_000)

  public static var declarations: [any SettingDeclaration] {
    HTTPSettings.declarations + SeparateMetricsSettings.declarations + [
      amqpSetting, databaseSetting, poolSetting, sealSetting, adminKeySetting, syntheticSetting,
      commandTimeoutSetting, requestTimeoutSetting, callerStreamsSetting, streamsSetting,
    ] + AccessSettings.declarations + RateSettings.declarations + OperationSettings.declarations
      + DocumentSettings.declarations
      + TokenSettings.declarations + RuntimeSettings.declarations
  }

  public let runtime: RuntimeSettings
  public let http: HTTPSettings
  /// Nil where probes and metrics are answered at the clients' port alone.
  public let metrics: MetricsSettings?
  public let amqp: AMQPConfiguration
  public let database: PostgresConfiguration
  public let databaseConnections: Int
  public let sealingKey: SealingPublicKey
  public let adminKey: SecretText
  public let offersSynthetic: Bool
  public let commandTimeout: Duration
  public let requestTimeout: Duration
  public let streams: EventStreamSettings
  public let access: AccessSettings
  public let rates: RateLimits.Rates
  public let operations: OperationSettings
  public let persisted: PersistedOperations
  /// Nil where JSON Web Tokens are not taken.
  public let tokens: TokenSettings?

  public init(from settings: SettingsReader) throws(SettingsError) {
    runtime = try settings.group(RuntimeSettings.self)
    http = try settings.group(HTTPSettings.self)
    metrics = try settings.group(SeparateMetricsSettings.self).address
    amqp = try settings.read(Self.amqpSetting)
    database = try settings.read(Self.databaseSetting)
    databaseConnections = try settings.read(Self.poolSetting)
    sealingKey = try settings.read(Self.sealSetting)
    adminKey = try settings.read(Self.adminKeySetting)
    offersSynthetic = try settings.read(Self.syntheticSetting)
    commandTimeout = try settings.read(Self.commandTimeoutSetting)
    requestTimeout = try settings.read(Self.requestTimeoutSetting)
    streams = EventStreamSettings(
      perCaller: try settings.read(Self.callerStreamsSetting), total: try settings.read(Self.streamsSetting))
    access = try settings.group(AccessSettings.self)
    rates = try settings.group(RateSettings.self).rates
    operations = try settings.group(OperationSettings.self)
    persisted = try settings.group(DocumentSettings.self).persisted
    tokens = try TokenSettings.read(from: settings)
  }
}

/// The admin key could be guessed.
private struct ShortAdminKeyError: Error, CustomStringConvertible {
  var description: String { "holds a key shorter than \(AdminKey.minimumBytes) bytes" }
}
