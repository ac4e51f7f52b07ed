import Testing

@testable import APIGateway

@Suite struct OriginRuleTests {
  private let rule = OriginRule(allowed: ["https://console.example", "http://localhost:3000"])

  @Test(
    arguments: [
      (nil, "api.example", .own),
      ("http://api.example", "api.example", .own),
      ("https://API.example:8443", "api.example:8443", .own),
      ("https://console.example", "api.example", .allowed("https://console.example")),
      ("HTTP://localhost:3000", "api.example", .allowed("http://localhost:3000")),
      ("http://console.example", "api.example", .foreign),
      ("https://console.example.evil", "api.example", .foreign),
      ("https://evil/console.example", "api.example", .foreign),
      ("http://api.example:81", "api.example", .foreign),
      ("null", "api.example", .foreign), ("null", nil, .foreign), ("", "api.example", .foreign),
      ("http://", "", .foreign),
    ] as [(String?, String?, OriginRule.Verdict)])
  func judges(origin: String?, host: String?, verdict: OriginRule.Verdict) {
    #expect(rule.verdict(origin: origin, host: host) == verdict)
  }

  @Test func knowsAnOriginFromAnAddress() {
    for text in ["https://console.example", "http://localhost:3000", "http://[::1]:80"] {
      #expect(OriginRule.isOrigin(text))
    }
    for text in [
      "", "*", "null", "console.example", "https://", "https://a/", "https://a/b", "ftp://a", "https://u@a",
      "https://a b",
    ] {
      #expect(!OriginRule.isOrigin(text))
    }
  }
}
