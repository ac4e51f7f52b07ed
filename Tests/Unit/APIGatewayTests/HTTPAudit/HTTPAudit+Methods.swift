import JSON
import NIOHTTP1

extension HTTPAudit {
  private static let byName = "query=query+Type($name:String!)%7B__type(name:$name)%7Bname%7D%7D"

  /// What can be asked for by which method.
  static let methods: [HTTPAudit] = [
    .get(
      "5A70", "takes a query in the URL", "query=%7B__typename%7D", .status(200),
      .data("__typename", "Query")),
    .get(
      "9C48", "executes no mutation by GET", "query=mutation%7B__typename%7D", accept: graphQL, .status(405),
      .header("Allow", "POST"), .noData),
    .get(
      "D6D5", "takes variables as JSON in the URL for application/graphql-response+json",
      "\(byName)&variables=%7B%22name%22:%22sometype%22%7D", accept: graphQL, .status(200), .noErrors),
    .get(
      "6A70", "takes variables as JSON in the URL for application/json",
      "\(byName)&variables=%7B%22name%22:%22sometype%22%7D", accept: json, .status(200), .noErrors),
    .get(
      "draft-get-named-mutation", "looks at the operation that is named",
      "query=query+A%7B__typename%7Dmutation+B%7B__typename%7D&operationName=B", .status(405)),
    .get(
      "draft-get-named-query", "executes a query beside a mutation",
      "query=query+A%7B__typename%7Dmutation+B%7B__typename%7D&operationName=A", .status(200), .noErrors),
    .get(
      "draft-get-empty", "takes empty parameters for none",
      "query=%7B__typename%7D&operationName=&variables=&extensions=", .status(200), .noErrors),
    .get(
      "draft-get-null", "takes null in the URL for a name",
      "query=query+null%7B__typename%7D&operationName=null",
      .status(200), .noErrors),
    .get(
      "draft-get-variables", "refuses variables that are no JSON", "query=%7B__typename%7D&variables=%7B",
      .status(400), .noData),
    .get("draft-get-nothing", "refuses a URL without a query", "operationName=A", .status(400), .noData),
    HTTPAudit(
      id: "draft-405", requirement: "offers no other method", method: .PUT,
      body: #"{"query":"{ __typename }"}"#, expected: [.status(405), .header("Allow", "GET, POST"), .noData]),
    HTTPAudit(
      id: "BC58", requirement: "asks who does not say who it is for a key", accept: graphQL,
      body: #"{"query":"{ __typename }"}"#, hasKey: false,
      expected: [.status(401), .errors, .noData]),
  ]
}
