import Logging

/// What every service can be told: its name, how it logs, how long it may take to stop.
public struct RuntimeSettings: SettingsGroup {
  private static let instanceSetting = Setting<String>.string(
    "NUCLEUS_INSTANCE", "Name of this process among its kind (the executable's name if unset)."
  ).then { name in
    guard !name.contains(where: { $0.isWhitespace || $0 == "@" }) else {
      throw SettingRefusal("may hold neither white space nor @")
    }
    return name
  }.optional
  private static let levelSetting = Setting<Logger.Level>.choice(
    "NUCLEUS_LOG_LEVEL", "Lowest level that is logged.", default: .info)
  private static let formatSetting = Setting<LogFormat>.choice(
    "NUCLEUS_LOG_FORMAT", "Form of a log line on standard error.", default: .json)
  private static let graceSetting = Setting<Duration>.seconds(
    "NUCLEUS_SHUTDOWN_GRACE", "Longest time for work in flight to end after SIGTERM.", in: 0.1...3_600,
    default: 20)

  public static var declarations: [any SettingDeclaration] {
    [instanceSetting, levelSetting, formatSetting, graceSetting] + TracingSettings.declarations
  }

  /// The instance name, nil where the executable's name stands in.
  public let instance: String?
  public let logLevel: Logger.Level
  public let logFormat: LogFormat
  /// How long a graceful shutdown may take before what still runs is cancelled.
  public let shutdownGrace: Duration
  public let tracing: TracingSettings

  public init(
    instance: String? = nil, logLevel: Logger.Level = .info, logFormat: LogFormat = .json,
    shutdownGrace: Duration = .seconds(20), tracing: TracingSettings = TracingSettings()
  ) {
    self.instance = instance
    self.logLevel = logLevel
    self.logFormat = logFormat
    self.shutdownGrace = shutdownGrace
    self.tracing = tracing
  }

  public init(from settings: SettingsReader) throws(SettingsError) {
    instance = try settings.read(Self.instanceSetting)
    logLevel = try settings.read(Self.levelSetting)
    logFormat = try settings.read(Self.formatSetting)
    shutdownGrace = try settings.read(Self.graceSetting)
    tracing = try settings.group(TracingSettings.self)
  }
}
