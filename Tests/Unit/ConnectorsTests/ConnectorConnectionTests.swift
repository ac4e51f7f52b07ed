import Connectors
import Domain
import JSON
import Testing

@Suite struct ConnectorConnectionTests {
  @Test func noTextFormShowsACredential() {
    let connection = ConnectorConnection(
      parameters: ["host": "db", "extra": "hidden-parameter"], credentials: ["password": "hidden-password"])
    var dumped = ""
    dump(connection, to: &dumped)
    for text in ["\(connection)", String(reflecting: connection), dumped] {
      #expect(!text.contains("hidden-password"))
      #expect(!text.contains("hidden-parameter"))
    }
  }

  @Test func theRegistryKnowsOnlyWhatItIsGiven() {
    let registry = ConnectorRegistry([SyntheticConnector()])
    #expect(registry.connector(for: "synthetic")?.kind == .synthetic)
    #expect(registry.connector(for: "postgres") == nil)
    #expect(registry.connector(for: "no-such-kind") == nil)
  }
}
