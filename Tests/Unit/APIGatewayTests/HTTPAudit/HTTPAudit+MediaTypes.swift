import JSON

extension HTTPAudit {
  private static let typename: JSONObject = ["query": "{ __typename }"]

  /// Which media types are taken and given.
  static let mediaTypes: [HTTPAudit] = [
    .post(
      "22EB", "gives application/graphql-response+json to who accepts it", typename, accept: graphQL,
      .status(200), .mediaType(graphQL)),
    .post(
      "4655", "gives application/json to who accepts it", typename, accept: json, .status(200),
      .mediaType(json)),
    .post("47DE", "gives application/json for */*", typename, accept: "*/*", .status(200), .mediaType(json)),
    .get(
      "80D8", "gives application/json where no Accept is sent", "query=%7B__typename%7D", .status(200),
      .mediaType(json)),
    .post("82A3", "answers in UTF-8", typename, .status(200), .mediaType(json)),
    .post(
      "BF61", "takes a request that says it is UTF-8", typename,
      contentType: "application/json; charset=utf-8",
      .status(200)),
    .post("78D5", "assumes UTF-8 where the request does not say", typename, .status(200)),
    .post("2C94", "accepts POST", typename, .status(200)),
    .post("03D4", "accepts application/json by POST", typename, .status(200), .noErrors),
    .post(
      "9ABE", "refuses a POST without Content-Type", text: nil, contentType: nil, .statusWithin(400...499)),
    .post(
      "draft-415", "refuses other media types", typename, contentType: "text/plain", .status(415), .noData),
    .post("draft-406", "says when it has no acceptable type", typename, accept: "text/html", .status(406)),
    .post(
      "draft-accept", "gives the type that is liked best", typename,
      accept: "application/json;q=0.5, application/graphql-response+json", .mediaType(graphQL)),
    .post(
      "draft-accept-legacy", "gives what clients of both ages ask for", typename,
      accept: "application/graphql-response+json, application/json;q=0.9", .mediaType(graphQL)),
    .post(
      "draft-refused-type", "never calls an answer to no request a GraphQL response", text: "{",
      accept: graphQL, .status(400), .mediaType(json), .errors, .noData),
  ]
}
