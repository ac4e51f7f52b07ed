import ServiceRuntime

/// Where a running gateway is asked for its health: at the port of its own for that, where it has one.
public struct GatewayHealthSettings: OperationsAddress {
  public static var declarations: [any SettingDeclaration] {
    HTTPSettings.declarations + SeparateMetricsSettings.declarations
  }

  public let host: String
  public let port: Int

  public init(from settings: SettingsReader) throws(SettingsError) {
    let http = try settings.group(HTTPSettings.self)
    let separate = try settings.group(SeparateMetricsSettings.self).address
    host = separate?.host ?? http.host
    port = separate?.port ?? http.port
  }
}
