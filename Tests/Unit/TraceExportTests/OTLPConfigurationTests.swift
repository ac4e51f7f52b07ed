import Testing
import TraceExport

@Suite struct OTLPConfigurationTests {
  @Test(arguments: [
    ("https://collector:4318", "https://collector:4318/v1/traces"),
    ("http://collector:4318/", "http://collector:4318/v1/traces"),
    ("https://collector/v1/traces", "https://collector/v1/traces"),
    ("https://collector/other/place", "https://collector/other/place"),
  ]) func aBaseAddressGetsTheUsualPath(text: String, url: String) throws {
    #expect(try OTLPConfiguration.tracesURL(text) == url)
  }

  @Test(arguments: [
    "https://user:secret@collector/", "https://collector/?key=secret", "https:///x", "https://c/#secret",
  ])
  func whatCouldHoldASecretIsRefusedWithoutRepeatingIt(text: String) {
    let error = #expect(throws: OTLPSettingError.self) { try OTLPConfiguration.tracesURL(text) }
    #expect(error?.description.contains("secret") == false)
  }

  @Test func headersAreRead() throws {
    let headers = try OTLPConfiguration.headers("Authorization=Bearer%20abc%2C1 , x-team = nucleus\nx-empty=")
    #expect(headers.map(\.name) == ["Authorization", "x-team", "x-empty"])
    #expect(headers.map(\.value) == ["Bearer abc,1", "nucleus", ""])
  }

  @Test(arguments: ["Authorization", "=x", "a b=x", "a=%zz", "a=%0d%0aevil", "ä=x"])
  func headersThatAreNoneAreRefused(text: String) {
    #expect(throws: OTLPSettingError.self) { try OTLPConfiguration.headers(text) }
  }
}
