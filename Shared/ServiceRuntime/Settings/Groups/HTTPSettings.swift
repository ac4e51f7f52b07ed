/// Where a service answers HTTP requests.
public struct HTTPSettings: OperationsAddress {
  private static let hostSetting = Setting<String>.string(
    "NUCLEUS_HTTP_HOST", "Address to listen on.", default: "127.0.0.1")
  private static let portSetting = Setting<Int>.integer(
    "NUCLEUS_HTTP_PORT", "Port to listen on.", in: 0...65_535, default: 8_080)

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
