import Testing

@testable import APIGateway

/// The pure parts of the HTTP side.
@Suite struct GraphQLOverHTTPTests {
  @Test(
    arguments: [
      ([], .json), (["*/*"], .json), (["application/*"], .json), (["application/json"], .json),
      (["application/graphql-response+json"], .graphQLResponse),
      (["application/graphql-response+json, application/json;q=0.9"], .graphQLResponse),
      (["application/json;q=0.9, application/graphql-response+json;q=0.5"], .json),
      (["application/graphql-response+json", "application/json"], .graphQLResponse),
      (["application/json", "application/graphql-response+json"], .json),
      (["application/json;q=0, */*;q=0.1"], .graphQLResponse), (["text/html"], nil),
      (["text/html, */*;q=0.1"], .json), (["APPLICATION/JSON; q=1"], .json), (["application/json;q=0"], nil),
    ] as [([String], GraphQLMediaType?)])
  func picksTheMediaType(accept: [String], expected: GraphQLMediaType?) {
    #expect(GraphQLMediaType.negotiated(accept: accept) == expected)
  }

  @Test func decodesQueryStrings() {
    let query = QueryString("query=a+b%2Bc&variables=%7B%7D&empty=&flag&query=second&bad=%ZZ&%71=x")
    #expect(query["query"] == "a b+c")
    #expect(query["variables"] == "{}")
    #expect(query["empty"] == "")
    #expect(query["flag"] == "")
    #expect(query["bad"] == nil)
    #expect(query["q"] == "x")
  }

  @Test func measuresNesting() {
    #expect(JSONNesting.isWithin(2, #"{"a":["[[[[\"[["]}"#.utf8))
    #expect(!JSONNesting.isWithin(1, #"{"a":[]}"#.utf8))
    #expect(JSONNesting.isWithin(1, "[][][][]".utf8))
    #expect(!JSONNesting.isWithin(64, String(repeating: "[", count: 65).utf8))
  }

  @Test(
    arguments: [
      ("Bearer abc", "abc"), ("bearer  abc", "abc"), ("Basic abc", nil), ("Bearer", nil), ("Bearer ", nil),
      ("", nil), ("Bearerabc", nil),
    ] as [(String, String?)])
  func readsBearerTokens(header: String, token: String?) {
    let read = BearerToken(authorization: header)
    #expect(read?.bytes == token.map { Array($0.utf8) })
    #expect(read.map { "\($0)" } ?? "***" == "***")
  }

  @Test func comparesKeys() {
    let key = AdminKey("the-right-key-of-some-length")
    #expect(key.matches(BearerToken("the-right-key-of-some-length")))
    #expect(!key.matches(BearerToken("the-right-key-of-some-lengtH")))
    #expect(!key.matches(BearerToken("")))
  }
}
