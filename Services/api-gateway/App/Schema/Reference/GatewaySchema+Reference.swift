import Contracts
import Domain
import GraphQL

extension GatewaySchema {
  /// The reference page of the API, in Markdown. `make docs` writes it to `docs/graphql.md`.
  /// - Throws: ``GatewaySchemaError``, or what is wrong in the file.
  public static func reference() throws -> String {
    let codes = Contracts.ErrorCode.allCases.map {
      (code: $0, entry: (code: $0.rawValue, meaning: $0.meaning))
    }
    return SchemaReference(
      schema: try load(),
      role: { AccessTable.leastRole(for: $0, $1).map { "`\($0.rawValue)`" } },
      errors: [
        ("Error codes", codes.filter { !$0.code.isOfRuns }.map(\.entry)),
        (
          "Reasons of E_INVALID_INPUT",
          RequestReasons.meanings.map { ($0.code.rawValue, $0.meaning) }
        ),
        ("Error codes of runs", codes.filter(\.code.isOfRuns).map(\.entry)),
      ],
      introduction: introduction
    ).markdown
  }

  private static let introduction = """
    # GraphQL reference

    <!-- Made from the schema by `make docs`. What it says belongs into schema.graphql. -->

    The API answers at `/graphql`: queries and mutations by POST, queries by GET too, subscriptions by POST as
    server-sent events. `api-gateway schema` prints the schema itself. Every error carries one of the codes at the end of
    this page in `extensions.code`.
    """
}
