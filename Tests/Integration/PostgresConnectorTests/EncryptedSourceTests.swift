import Connectors
import Domain
import Foundation
import JSON
import TestSupport
import Testing

@Suite(
  "A PostgreSQL source with TLS",
  .source(
    port: 25853, tls: true,
    """
    create role secretive login password 'secretive-password';
    create role stranger login password 'stranger-password';
    do $$ begin
      execute format('copy (select unnest(array[
        ''local all all scram-sha-256'', ''hostssl all secretive 127.0.0.1/32 scram-sha-256'',
        ''host all postgres 127.0.0.1/32 scram-sha-256''])) to %L', current_setting('hba_file'));
    end $$;
    select pg_reload_conf();
    """))
struct EncryptedSourceTests {
  private static let connector = PostgresConnector.tested

  private func test(
    _ changes: JSONObject, user: String = "postgres", password: String? = nil
  ) async throws -> ConnectionDiagnosis {
    let changes = changes.merging(["username": .string(user)]) { given, _ in given }
    return await Self.connector.test(try PrivateDatabase.ofThisSuite.source(changes, password: password))
  }

  @Test(arguments: ["prefer", "require", "allow", "disable"])
  func `encryption that checks nothing connects`(mode: String) async throws {
    #expect(try await test(["sslmode": .string(mode)]).ok)
  }

  @Test(arguments: ["verify-ca", "verify-full"])
  func `a certificate of an unknown authority is refused`(mode: String) async throws {
    let diagnosis = try await test(["sslmode": .string(mode), "host": "localhost"])
    #expect(!diagnosis.ok)
    let diagnostic = try #require(diagnosis.diagnostics.first)
    #expect(diagnostic.field == "sslmode")
    #expect(diagnostic.message.contains("certificate"), "\(diagnostic.message)")
    #expect(diagnostic.hint?.contains("authority") == true)
  }

  @Test func `a server that demands encryption says so`() async throws {
    let plain = try await test(["sslmode": "disable"], user: "secretive", password: "secretive-password")
    #expect(!plain.ok)
    #expect(plain.diagnostics.first?.field == "sslmode")
    #expect(plain.diagnostics.first?.message.contains("encrypted connections only") == true)
    #expect(try await test([:], user: "secretive", password: "secretive-password").ok)
  }

  @Test func `a server that admits nobody like this says so`() async throws {
    let diagnosis = try await test([:], user: "stranger", password: "stranger-password")
    #expect(!diagnosis.ok)
    #expect(diagnosis.diagnostics.first?.field == "username")
    #expect(diagnosis.diagnostics.first?.hint?.contains("pg_hba.conf") == true)
  }
}
