import Domain
import Foundation
import Testing

@Suite struct RedactorTests {
  @Test(arguments: [
    ("amqp://nucleus:s3cr3t@broker:5672/vhost", "amqp://***@broker:5672/vhost"),
    ("postgres://u:p@ss/w@host/db refused", "postgres://***@host/db refused"),
    ("postgres://u:p/w@host/db refused", "postgres://***@host/db refused"),
    ("https://token@example.org/x?a=b@c", "https://***@example.org/x?a=b@c"),
    ("https://example.org:8080/users/a@b", "https://example.org:8080/users/a@b"),
    ("https://secrets.example.org:8080/path", "https://secrets.example.org:8080/path"),
    ("http://[::1]:8080/a@b", "http://[::1]:8080/a@b"),
    ("see https://u:x@a/ and http://v:y@b/", "see https://***@a/ and http://***@b/"),
    ("host=db password=hunter2 user=me", "host=db password=*** user=me"),
    ("host=db password='it\\'s me' user=me", "host=db password='***' user=me"),
    ("PGPASSWORD=hunter2 psql", "PGPASSWORD=*** psql"),
    ("{\"password\": \"a \\\" b\", \"port\": 1}", "{\"password\": \"***\", \"port\": 1}"),
    ("{\\\"apiKey\\\":\\\"abc\\\",\\\"x\\\":1}", "{\\\"apiKey\\\":\\\"***\\\",\\\"x\\\":1}"),
    ("GET /x?access_token=abc&page=2", "GET /x?access_token=***&page=2"),
    ("redirect=%2Fx%3Ftoken%3Dabc", "redirect=%2Fx%3Ftoken%3D***"),
    ("Authorization: Bearer abc.def", "Authorization: ***"),
    ("Cookie: a=1; b=2\nHost: x", "Cookie: ***\nHost: x"),
    ("sent \"Authorization: Basic dTpw\" to x", "sent \"Authorization: ***\" to x"),
    ("used bearer abc123 here", "used bearer *** here"),
    ("Bearer authentication is required", "Bearer authentication is required"),
    ("token: Bearer abc", "token: Bearer ***"),
    (
      "\"credentials\": {\"user\": \"u\", \"secret\": \"s\"}",
      "\"credentials\": {\"user\": \"u\", \"secret\": \"***\"}"
    ),
    ("tokens: [\"a\", \"b\"], secrets: [\"a\", \"b\"].", "tokens: [\"a\", \"b\"], secrets: ***."),
    ("password: null, secret=true", "password: null, secret=true"),
    ("key eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln found", "key *** found"),
    ("key sk-proj-0123456789abcdef0123 found", "key *** found"),
    ("a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b", "a *** b"),
    ("-----BEGIN CERTIFICATE-----\nMIIE", "-----BEGIN CERTIFICATE-----\nMIIE"),
    ("fencing-token=7 max_tokens=20", "fencing-token=7 max_tokens=20"),
    ("password authentication failed for user \"u\"", "password authentication failed for user \"u\""),
    ("secret=", "secret="),
    ("", ""),
  ])
  func masksByShape(text: String, expected: String) {
    #expect(Redactor().redact(text) == expected)
  }

  @Test(arguments: [
    ("p@ss word/1", "got p@ss word/1!", "got ***!"),
    ("p@ss word/1", "got p%40ss%20word%2f1!", "got ***!"),
    ("p@ss word/1", "got p%40ss+word/1!", "got ***!"),
    ("say \"hi\"\n", "{\"x\":\"say \\\"hi\\\"\\n\"}", "{\"x\":\"***\"}"),
    ("tab\u{7}bell", "tab\\u0007bell", "***"),
    ("100%25 sure", "100%25 sure 100%2525%20sure", "*** ***"),
    ("hunter2", "68756e74657232 and 68756E74657232", "*** and ***"),
    ("abc", "abc abcd xabc (abc)", "*** abcd xabc (***)"),
    ("passw0rd", "passw0rdpassw0rd", "******"),
  ])
  func masksKnownSecretsInEveryEscaping(secret: String, text: String, expected: String) {
    #expect(Redactor(secrets: [secret]).redact(text) == expected)
  }

  @Test func masksBasicCredentialsThatHoldTheSecret() {
    let encoded = Data("user:hunter2-canary".utf8).base64EncodedString()
    let redacted = Redactor(secrets: ["hunter2-canary"]).redact("x \(encoded) y")
    #expect(redacted.hasPrefix("x dXNlcj"))
    #expect(redacted.hasSuffix("*** y"))
  }

  @Test func longerSecretWinsOverItsPrefix() {
    let redactor = Redactor(secrets: ["hunter", "hunter2000"])
    #expect(redactor.redact("hunter2000 hunter") == "*** ***")
    #expect(Redactor(secrets: ["", "hunter"]).adding(secrets: ["xyzw"]).redact("hunter xyzw") == "*** ***")
  }

  @Test func masksTheWholeValueOfASensitiveKey() {
    let redactor = Redactor()
    #expect(redactor.redact(key: "password", value: "a b c") == "***")
    #expect(redactor.redact(key: "url", value: "amqp://u:p@h") == "amqp://***@h")
    #expect(redactor.redact(key: "password", value: "").isEmpty)
  }

  @Test(arguments: [
    "password", "PGPASSWORD", "apiToken", "api_key", "X-Api-Key", "Authorization", "Set-Cookie", "db.pwd",
    "client_secret", "sessionId", "privateKey",
  ])
  func knowsSensitiveKeys(key: String) {
    #expect(Redactor.isSensitive(key: key))
  }

  @Test(arguments: [
    "fencing-token", "max_tokens", "promptTokens", "user", "run-id", "NUCLEUS_SEAL_PRIVATE_KEY_FILE", "key",
    "routing-key", "token_type", "compass",
  ])
  func knowsHarmlessKeys(key: String) {
    #expect(!Redactor.isSensitive(key: key))
  }

  @Test func sanitisingRemovesControlCharactersAndCuts() {
    let text = Redactor(secrets: ["hunter2"]).sanitise(
      "a\u{1B}[31m\nhunter2" + String(repeating: "x", count: 50), limit: 20)
    #expect(text == "a [31m ***xxxxxxxxx…")
    #expect(text.count == 20)
    #expect(Redactor().sanitise("short") == "short")
  }

  /// Whatever the secret, its encoding and its surroundings: nothing of it is left, and a second pass
  /// changes nothing.
  @Test(arguments: 0..<400) func noKnownSecretSurvives(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let secret = generator.text(from: Self.anything, length: 5...24)
    let encoding = Self.encodings.randomElement(using: &generator) ?? Self.encodings[0]
    let text =
      generator.text(from: Self.surroundings, length: 0...12) + " " + encoding(secret) + " "
      + generator.text(from: Self.surroundings, length: 0...12)
    let redactor = Redactor(secrets: [secret])
    let redacted = redactor.redact(text)
    for encode in Self.encodings where secret != "*****" {
      #expect(!redacted.contains(encode(secret)), "\(text)")
    }
    #expect(redacted.contains(Redactor.mask))
    #expect(redactor.redact(redacted) == redacted, "\(text)")
  }

  /// No secret is known here: the key before it has to be enough.
  @Test(arguments: 0..<300) func noValueOfASensitiveKeySurvives(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let secret = generator.text(from: Self.plain, length: 8...24)
    let key = ["password", "api_key", "accessToken", "CLIENT_SECRET"].randomElement(using: &generator) ?? ""
    let templates = [
      "\(key)=\(secret)", "\(key): \(secret)", "\"\(key)\":\"\(secret)\"", "?a=1&\(key)=\(secret)&b=2",
      "\(key) = '\(secret)'", "scheme://user:\(secret)@host/\(key)", "Authorization: Bearer \(secret)",
      "{\\\"\(key)\\\": \\\"\(secret)\\\"}",
    ]
    let template = templates.randomElement(using: &generator) ?? ""
    let text =
      generator.text(from: Self.surroundings, length: 0...12) + " " + template + " "
      + generator.text(from: Self.surroundings, length: 0...12)
    let redacted = Redactor().redact(text)
    #expect(!redacted.contains(secret), "\(text)")
    #expect(Redactor().redact(redacted) == redacted, "\(text)")
  }

  /// Arbitrary bytes neither trap nor grow without bound.
  @Test(arguments: 0..<200) func survivesNoise(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let text = generator.text(from: Self.noise, length: 0...200)
    let once = Redactor().redact(text)
    #expect(once.utf8.count <= 3 * text.utf8.count)
    #expect(Redactor().redact(once) == once, "\(text)")
  }

  private static let plain = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.~")
  private static let anything = plain + Array("!#$%&'()+,/:;=?@[]^{|}\"\\ <>äß€")
  private static let surroundings = plain + Array("    ,;()")
  private static let noise =
    Array(" '\"`\\=:&/@?#%<>{}[]-*\n")
    + ["password", "token", "://", "Bearer ", "-----BEGIN PRIVATE KEY-----", "eyJ"]
    .flatMap { Array($0) }
  private static let encodings: [@Sendable (String) -> String] = [
    { $0 },
    { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? $0 },
    { $0.addingPercentEncoding(withAllowedCharacters: .urlUserAllowed) ?? $0 },
    { Data($0.utf8).base64EncodedString() },
    { Data("user:\($0)".utf8).base64EncodedString().dropFirst(4).description },
    { $0.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() },
    { secret in
      let data = try? JSONEncoder().encode(secret)
      return String(decoding: data?.dropFirst().dropLast() ?? Data(), as: UTF8.self)
    },
  ]
}

private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func text(from alphabet: [Character], length: ClosedRange<Int>) -> String {
    let count = Int.random(in: length, using: &self)
    return String((0..<count).map { _ in alphabet.randomElement(using: &self) ?? " " })
  }
}
