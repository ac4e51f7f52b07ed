import JSON

extension HTTPAudit {
  private static let wrong: [JSONValue] = [["obj": "ect"], 0, false, ["array"]]
  private static let wrongMaps: [JSONValue] = ["string", 0, false, ["array"]]
  private static let byName = "query Type($name: String!) { __type(name: $name) { name } }"

  /// What the parameters of a request may be.
  static let parameters: [HTTPAudit] =
    [
      .post("A5BF", "refuses a POST without a body", text: nil, .status(400), .errors),
      .post(
        "423L", "refuses a request without query", ["notquery": "{ __typename }"], accept: graphQL,
        .status(400),
        .errors, .noData),
      .post(
        "8764", "calls misspelt parameters a client error", ["qeury": "{ __typename }"],
        .statusWithin(400...599)),
      .post(
        "3E3A", "answers misspelt parameters with 400", ["qeury": "{ __typename }"], .status(400), .noData),
      .post(
        "34A2", "takes a query for application/graphql-response+json", ["query": "{ __typename }"],
        accept: graphQL,
        .status(200)),
      .post(
        "13EE", "takes a query for application/json", ["query": "{ __typename }"], accept: json, .status(200),
        .noErrors),
      .post(
        "8161", "takes a name of an operation for application/graphql-response+json",
        ["operationName": "Query", "query": "query Query { __typename }"], accept: graphQL, .status(200)),
      .post(
        "B8B3", "takes a name of an operation for application/json",
        ["operationName": "Query", "query": "query Query { __typename }"], accept: json, .status(200),
        .noErrors),
      .post(
        "2EA1", "takes variables for application/graphql-response+json",
        ["query": .string(byName), "variables": ["name": "sometype"]], accept: graphQL, .status(200)),
      .post(
        "28B9", "takes variables for application/json",
        ["query": .string(byName), "variables": ["name": "sometype"]], accept: json, .status(200), .noErrors),
      .post(
        "428F", "takes extensions for application/graphql-response+json",
        ["query": "{ __typename }", "extensions": ["some": "value"]], accept: graphQL, .status(200)),
      .post(
        "1B7A", "takes extensions for application/json",
        ["query": "{ __typename }", "extensions": ["some": "value"]], accept: json, .status(200), .noErrors),
      .post(
        "draft-reserved", "ignores parameters that it does not know",
        ["query": "{ __typename }", "other": [1, 2]], accept: graphQL, .status(200), .noErrors),
      .post(
        "draft-batch", "takes one request at a time", text: #"[{"query":"{ __typename }"}]"#, accept: graphQL,
        .status(400), .noData),
    ]
    + wrong.enumerated().map { index, value in
      .post("LKJ\(index)", "refuses a query that is no string", ["query": value], .status(400), .noData)
    }
    + wrong.enumerated().map { index, value in
      .post(
        "6C0\(index)", "refuses a name of an operation that is no string",
        ["operationName": value, "query": "{ __typename }"], .status(400), .noData)
    }
    + wrongMaps.enumerated().map { index, value in
      .post(
        "476\(index)", "refuses variables that are no map",
        ["query": "{ __typename }", "variables": value], .status(400), .noData)
    }
    + wrongMaps.enumerated().map { index, value in
      .post(
        "58B\(index)", "refuses extensions that are no map",
        ["query": "{ __typename }", "extensions": value], accept: graphQL, .status(400), .noData)
    }
    + ["variables", "operationName", "extensions"].enumerated().flatMap { index, name -> [HTTPAudit] in
      let parameters: JSONObject = ["query": "{ __typename }", name: nil]
      return [
        .post(
          "94B\(index)", "takes null for \(name) for application/graphql-response+json", parameters,
          accept: graphQL, .status(200), .noErrors),
        .post(
          "022\(index)", "takes null for \(name) for application/json", parameters, accept: json,
          .status(200),
          .noErrors),
      ]
    }
}
