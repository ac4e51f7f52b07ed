import Testing

@testable import AMQP

@Suite("Configuration")
struct ConfigurationTests {
  @Test("reads addresses")
  func addresses() throws {
    let plain = try AMQPConfiguration(url: "amqp://user:p%40ss@broker:5673/team%2Fa?heartbeat=7")
    #expect(plain.host == "broker")
    #expect(plain.port == 5673)
    #expect(plain.virtualHost == "team/a")
    #expect(plain.username == "user")
    #expect(plain.password == "p@ss")
    #expect(plain.heartbeat == .seconds(7))
    #expect(plain.tls == nil)
    let secure = try AMQPConfiguration(url: "amqps://u:p@broker/?cacertfile=/etc/ca.pem")
    #expect(secure.port == 5671)
    #expect(secure.virtualHost == "/")
    #expect(secure.tls?.caFile == "/etc/ca.pem")
    #expect(secure.tls?.verifiesHostname == true)
    #expect(try AMQPConfiguration(url: "amqp://broker").virtualHost == "/")
  }

  @Test(
    "refuses what it does not understand, without repeating it",
    arguments: [
      "", "broker", "http://u:secret@h", "amqp://u:secret@", "amqp://u:secret@h/a/b",
      "amqp://u:secret@h?heartbeat=0", "amqp://u:secret@h?cacertfile=/x", "amqp://u:secret@h?verify=none",
    ])
  func refusals(url: String) {
    let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: url) }
    #expect(error?.code == .invalidArgument)
    #expect(error.map { "\($0) \($0.brokerText ?? "")".contains("secret") } == false)
  }

  @Test("keeps the password out of descriptions and dumps")
  func secrecy() throws {
    let configuration = try AMQPConfiguration(url: "amqp://user:canary-secret@broker")
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] {
      #expect(!text.contains("canary-secret"))
      #expect(text.contains("user"))
    }
  }

  @Test("checks ranges")
  func ranges() {
    let changes: [(inout AMQPConfiguration) -> Void] = [
      { $0.port = 0 }, { $0.port = 70_000 }, { $0.publishWindow = 0 }, { $0.heartbeat = .zero },
      { $0.rpcTimeout = .zero }, { $0.password = "a\0b" }, { $0.backoff.maximum = .zero },
    ]
    for change in changes {
      var configuration = AMQPConfiguration(host: "h", username: "u", password: "p")
      #expect(throws: Never.self) { try configuration.validate() }
      change(&configuration)
      #expect(throws: AMQPError.self) { try configuration.validate() }
    }
  }
}
