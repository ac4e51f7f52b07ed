import TraceExport

/// Whether and where traces are recorded.
public struct TracingSettings: SettingsGroup {
  private static let endpointSetting = Setting<String>.url(
    "NUCLEUS_OTLP_ENDPOINT",
    "Address of a collector that takes traces by OTLP over HTTP, …/v1/traces; unset: nothing is recorded.",
    schemes: ["http", "https"]
  ).then { try OTLPConfiguration.tracesURL($0) }.optional
  private static let headersSetting = Setting<[(name: String, value: String)]>.parsed(
    "NUCLEUS_OTLP_HEADERS", "Headers for the collector, values percent-encoded.",
    form: "name=value,name=value",
    isSecret: true
  ) { try OTLPConfiguration.headers($0) }.optional
  private static let samplingSetting = Setting<Double>.fraction(
    "NUCLEUS_TRACE_SAMPLING",
    "Share of the traces beginning here that are recorded; those whose caller records them always are.",
    default: 0)

  public static var declarations: [any SettingDeclaration] {
    [endpointSetting, headersSetting, samplingSetting]
  }

  /// Nil: nothing is recorded.
  public let collector: OTLPConfiguration?
  /// 0…1.
  public let sampling: Double

  public init(collector: OTLPConfiguration? = nil, sampling: Double = 0) {
    self.collector = collector
    self.sampling = sampling
  }

  public init(from settings: SettingsReader) throws(SettingsError) {
    let endpoint = try settings.read(Self.endpointSetting)
    let headers = try settings.read(Self.headersSetting)
    collector = endpoint.map { OTLPConfiguration(url: $0, headers: headers ?? []) }
    sampling = try settings.read(Self.samplingSetting)
  }
}
