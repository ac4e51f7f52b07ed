import Domain
import GraphQL
import OrderedCollections
import Testing

@testable import APIGateway

@Suite struct AccessTableTests {
  private static func rootFields(_ kind: OperationType) throws -> Set<String> {
    let schema = try GatewaySchema.load()
    return Set(schema.rootType(of: kind).map { Array($0.fields.keys) } ?? [])
  }

  @Test func listsEveryRootFieldAndNoOther() throws {
    #expect(Set(AccessTable.queries.keys) == (try Self.rootFields(.query)))
    #expect(Set(AccessTable.mutations.keys) == (try Self.rootFields(.mutation)))
    #expect(Set(AccessTable.subscriptions.keys) == (try Self.rootFields(.subscription)))
  }

  @Test func listsEveryTypeAndNoOther() throws {
    let roots: Set = ["Query", "Mutation", "Subscription"]
    let types = try GatewaySchema.load().types.values.compactMap { type -> String? in
      guard case .object(let object) = type, !object.name.hasPrefix("__"), !roots.contains(object.name) else {
        return nil
      }
      return object.name
    }
    #expect(Set(AccessTable.types.keys) == Set(types))
  }

  /// A field that was renamed must not become cheap.
  @Test func pricesFieldsThatExist() throws {
    #expect(RequestCost.expensiveFields.isSubset(of: try Self.rootFields(.mutation)))
  }

  @Test func deniesWhatIsNotListed() {
    #expect(AccessTable.leastRole(for: "Mutation", "dropEverything") == nil)
    #expect(AccessTable.leastRole(for: "Invented", "field") == nil)
  }

  /// As the contract has it.
  @Test func letsViewersChangeNothing() {
    #expect(AccessTable.mutations.values.allSatisfy { $0 > .viewer })
  }

  @Test func ranksRoles() { #expect(Role.viewer < .operator && .operator < .admin) }
}
