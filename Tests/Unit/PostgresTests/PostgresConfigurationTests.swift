import Testing

@testable import Postgres

@Suite struct PostgresConfigurationTests {
  @Test func everyPartOfTheURL() throws {
    let configuration = try PostgresConfiguration(
      url: "postgres://us%40er:p%2Fw%3A%40@db.example:6432/my%20db?sslmode=verify-full&sslrootcert=%2Fca.pem"
        + "&application_name=x&connect_timeout=7")
    #expect(configuration.host == "db.example")
    #expect(configuration.port == 6432)
    #expect(configuration.database == "my db")
    #expect(configuration.username == "us@er")
    #expect(configuration.password == "p/w:@")
    #expect(configuration.tls == .verifyFull(rootCertificatePath: "/ca.pem"))
    #expect(configuration.applicationName == "x")
    #expect(configuration.connectTimeout == .seconds(7))
  }

  @Test func defaultsAndForms() throws {
    let short = try PostgresConfiguration(url: "postgresql://me@host")
    #expect(short.port == 5432)
    #expect(short.database == "me")
    #expect(short.password == nil)
    #expect(short.tls == .prefer)
    #expect(try PostgresConfiguration(url: "postgres://u@[::1]:99/d").host == "::1")
    #expect(try PostgresConfiguration(url: "postgres://u@[::1]:99/d").port == 99)
    #expect(try PostgresConfiguration(url: "postgres://u@%2Frun%2Fpg/d").host == "/run/pg")
    #expect(try PostgresConfiguration(url: "postgres://u@/d?host=/run/pg").host == "/run/pg")
  }

  @Test(arguments: [
    "mysql://u:sesame@h/d", "postgres://u:sesame@h:0/d", "postgres://u:sesame@h:x/d",
    "postgres://u:sesame@h/d?sslmode=never", "postgres://u:sesame@h/d?what=1", "postgres://h/sesame",
    "postgres://u:sesame%@h/d", "postgres://u:sesame%00@h/d", "postgres://u:sesame@/d",
    "postgres://u:sesame@[::1/d",
    "postgres://u:sesame@h/d?connect_timeout=0",
  ])
  func wrongURLsAreRefusedWithoutBeingQuoted(url: String) {
    let error = #expect(throws: PostgresError.self) { try PostgresConfiguration(url: url) }
    #expect(error?.code == .configuration)
    #expect(error?.description.contains("sesame") == false)
  }

  @Test func thePasswordIsNeverShown() throws {
    let configuration = try PostgresConfiguration(url: "postgres://u:sesame@h/d")
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("sesame"))
  }

  @Test func settingsAreQuotedAndNamesChecked() throws {
    var configuration = PostgresConfiguration(host: "h", database: "d", username: "u")
    configuration.settings = ["search_path": "a\"b, c", "my.setting": "it's"]
    let script = try SessionSettings(configuration).script
    #expect(script.contains("SET search_path TO \"a\"\"b\", \"c\"; "))
    #expect(script.contains("SET my.setting TO 'it''s'; "))
    #expect(script.contains("SET statement_timeout TO '35000'; "))
    configuration.settings = ["x; drop table t": "1"]
    #expect(throws: PostgresError.self) { try SessionSettings(configuration) }
  }
}
