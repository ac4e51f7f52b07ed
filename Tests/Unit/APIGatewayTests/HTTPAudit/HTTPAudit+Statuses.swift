import JSON

extension HTTPAudit {
  private static let unknownField: JSONObject = ["query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"]
  private static let unknownName: JSONObject = ["query": "{ nothingOfThisName }"]
  private static let wrongVariable: JSONObject = [
    "query": "query CoerceFailure($id: ID!) { endpoint(id: $id) { id } }", "variables": ["id": nil],
  ]
  private static let badJSON = #"{ "not a JSON"#

  /// Which status goes with which outcome.
  static let statuses: [HTTPAudit] = [
    .post(
      "B6DC", "answers broken JSON for application/json", text: badJSON, accept: json,
      .statusWithin(200...599)),
    .post(
      "BCF8", "answers broken JSON with 400 for application/json", text: badJSON, accept: json, .status(400)),
    .post(
      "B7N8", "answers broken JSON with 400 for application/graphql-response+json", text: badJSON,
      accept: graphQL,
      .status(400)),
    .post(
      "572B", "answers a document without syntax with 200 for application/json", ["query": "{"], accept: json,
      .status(200), .errors, .noData),
    .post(
      "FDE2", "answers an invalid document with 200 for application/json", unknownField, accept: json,
      .status(200),
      .errors, .noData),
    .post(
      "7B9B", "answers wrong variables with 200 for application/json", wrongVariable, accept: json,
      .status(200),
      .errors, .noData),
    .post(
      "865D", "calls a document without syntax a failure", ["query": "{"], accept: graphQL,
      .statusWithin(400...599)),
    .post(
      "556A", "answers a document without syntax with 400", ["query": "{"], accept: graphQL, .status(400),
      .mediaType(graphQL)),
    .post(
      "D586", "gives no data for a document without syntax", ["query": "{"], accept: graphQL, .errors, .noData
    ),
    .post(
      "51FE", "calls an invalid document a failure", unknownName, accept: graphQL, .statusWithin(400...599)),
    .post(
      "74FF", "answers an invalid document with 400", unknownName, accept: graphQL, .status(400),
      .mediaType(graphQL)),
    .post("5E5B", "gives no data for an invalid document", unknownName, accept: graphQL, .errors, .noData),
    .post(
      "86EE", "answers wrong variables with 400", wrongVariable, accept: graphQL, .status(400), .errors,
      .noData),
    .post(
      "draft-operation", "answers 400 when it cannot tell which operation is meant",
      ["query": "query A { __typename } query B { __typename }"], accept: graphQL, .status(400), .noData),
    .post(
      "draft-unknown-operation", "answers 400 when there is no operation of the name",
      ["query": "query A { __typename }", "operationName": "B"], accept: graphQL, .status(400), .noData),
    .post(
      "EE52", "answers what succeeded in part with 200",
      ["query": "{ __typename endpoint(id: \"0198c0de-0000-7000-8000-000000000001\") { id } }"],
      accept: graphQL,
      .status(200), .errors, .data("__typename", "Query")),
    .post(
      "draft-null", "answers 200 when data is null after execution", ["query": "{ endpoints { id } }"],
      accept: graphQL, .status(200), .errors),
  ]
}
