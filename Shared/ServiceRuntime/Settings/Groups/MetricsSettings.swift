/// Where a service without HTTP of its own answers `/health/…` and `/metrics`.
public struct MetricsSettings: OperationsAddress {
  static let hostSetting = Setting<String>.string(
    "NUCLEUS_METRICS_HOST", "Address that answers /health/live, /health/ready and /metrics.",
    default: "127.0.0.1")
  private static let portSetting = Setting<Int>.integer(
    portName, "Port that answers /health/live, /health/ready and /metrics; 0 takes a free one.",
    in: 0...65_535, default: 9_090)
  static let portName = "NUCLEUS_METRICS_PORT"

  public static var declarations: [any SettingDeclaration] { [hostSetting, portSetting] }

  public let host: String
  /// 0 asks the system for a free port.
  public let port: Int

  public init(host: String = "127.0.0.1", port: Int) {
    self.host = host
    self.port = port
  }

  public init(from settings: SettingsReader) throws(SettingsError) {
    host = try settings.read(Self.hostSetting)
    port = try settings.read(Self.portSetting)
  }
}
