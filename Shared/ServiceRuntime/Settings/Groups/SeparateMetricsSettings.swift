/// Where a service that serves HTTP anyway answers `/health/…` and `/metrics` a second time.
///
/// Its clients' port takes a bounded number of connections, and further ones wait: probes that came there would tell of
/// a process that is merely full that it does not live.
public struct SeparateMetricsSettings: SettingsGroup {
  private static let portSetting = Setting<Int>.integer(
    MetricsSettings.portName,
    "Port of its own for probes and metrics, which never wait behind clients; 0 takes a free one; unset: none.",
    in: 0...65_535
  ).optional

  public static var declarations: [any SettingDeclaration] { [MetricsSettings.hostSetting, portSetting] }

  /// Nil: they are answered at the clients' port alone.
  public let address: MetricsSettings?

  public init(from settings: SettingsReader) throws(SettingsError) {
    let host = try settings.read(MetricsSettings.hostSetting)
    address = try settings.read(Self.portSetting).map { MetricsSettings(host: host, port: $0) }
  }
}
