import ServiceRuntime

/// How browsers and connections are let in.
public struct AccessSettings: SettingsGroup {
  private static let originsSetting = Setting<String>.string(
    "NUCLEUS_CORS_ORIGINS",
    "Origins whose pages may use the API, beside the gateway's own; separated by commas.", default: ""
  ).then { text in
    let origins = text.split(separator: ",").map { String($0.trimmingPrefix { $0 == " " }) }
    guard origins.allSatisfy(OriginRule.isOrigin) else { throw OriginFormError() }
    return Set(origins)
  }
  private static let secureSetting = Setting<Bool>.toggle(
    "NUCLEUS_SECURE_COOKIES", "Whether browsers may send the session's cookie over HTTPS alone.",
    default: false)
  private static let connectionsSetting = Setting<Int>.integer(
    "NUCLEUS_HTTP_CONNECTIONS", "How many connections are open at once; further ones wait.", in: 1...100_000,
    default: 10_000)
  private static let idleSetting = Setting<Duration>.seconds(
    "NUCLEUS_HTTP_IDLE_TIMEOUT",
    "After this long without a whole request, or without its client taking an answer, a connection is closed.",
    in: 0.1...3_600, default: 75)

  public static var declarations: [any SettingDeclaration] {
    [originsSetting, secureSetting, connectionsSetting, idleSetting]
  }

  public let origins: Set<String>
  public let requiresSecureCookies: Bool
  public let connections: Int
  public let idleTimeout: Duration

  public init(
    origins: Set<String> = [], requiresSecureCookies: Bool = false, connections: Int = 10_000,
    idleTimeout: Duration = .seconds(75)
  ) {
    self.origins = origins
    self.requiresSecureCookies = requiresSecureCookies
    self.connections = connections
    self.idleTimeout = idleTimeout
  }

  public init(from settings: SettingsReader) throws(SettingsError) {
    origins = try settings.read(Self.originsSetting)
    requiresSecureCookies = try settings.read(Self.secureSetting)
    connections = try settings.read(Self.connectionsSetting)
    idleTimeout = try settings.read(Self.idleSetting)
  }
}

/// Something in the list is not an origin.
private struct OriginFormError: Error, CustomStringConvertible {
  var description: String { "has to list origins like https://console.example, without a path" }
}
