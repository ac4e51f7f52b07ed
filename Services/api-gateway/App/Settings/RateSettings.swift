import ServiceRuntime

/// How much one caller or one address may ask.
public struct RateSettings: SettingsGroup {
  private static func rate(_ name: String, _ meaning: String, default: Int) -> Setting<Int> {
    .integer(name, meaning, in: 1...1_000_000, default: `default`)
  }

  private static let requestsSetting = rate(
    "NUCLEUS_RATE_REQUESTS", "Requests a second for each key; twice as many at once.", default: 20_000)
  private static let changesSetting = rate(
    "NUCLEUS_RATE_MUTATIONS", "Mutations a second for each key; twice as many at once.", default: 5_000)
  private static let expensiveSetting = rate(
    "NUCLEUS_RATE_EXPENSIVE_MUTATIONS",
    "Mutations a second for each key that reach into a source or make a key; three times as many at once.",
    default: 20)
  private static let strangersSetting = rate(
    "NUCLEUS_RATE_SIGN_INS",
    "Sign-ins and requests without a valid key a second for each address; five times as many at once.",
    default: 20)

  public static var declarations: [any SettingDeclaration] {
    [requestsSetting, changesSetting, expensiveSetting, strangersSetting]
  }

  public let rates: RateLimits.Rates

  public init(from settings: SettingsReader) throws(SettingsError) {
    rates = RateLimits.Rates(
      requests: Double(try settings.read(Self.requestsSetting)),
      changes: Double(try settings.read(Self.changesSetting)),
      expensive: Double(try settings.read(Self.expensiveSetting)),
      strangers: Double(try settings.read(Self.strangersSetting)))
  }
}
