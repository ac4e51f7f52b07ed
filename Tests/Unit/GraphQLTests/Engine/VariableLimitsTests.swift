import JSON
import Testing

@testable import GraphQL

@Suite struct VariableLimitsTests {
  private func code(_ variables: JSONObject, _ limits: VariableLimits) async throws -> ErrorCode? {
    let engine = try Library.engine(Library.resolvers(), EngineConfiguration(variableLimits: limits))
    let response = await engine.execute(
      GraphQLRequest(query: "{ extended }", variables: variables), context: 0)
    return response.errors.first?.code
  }

  @Test func bytesAreThoseOfTheCompactText() async throws {
    let values: JSONObject = [
      "a": [1, -20, 1.5, nil, true, false, "text", [], [:]], "b": ["c": ["d": "é"]], "e": "",
    ]
    var size = VariableSize(limits: VariableLimits())
    size.add(.object(values))
    #expect(size.bytes == JSONValue.object(values).encodedBytes.count)
    #expect(size.values == 14)
    #expect(try await code(values, VariableLimits(maximumBytes: size.bytes)) == nil)
    #expect(try await code(values, VariableLimits(maximumBytes: size.bytes - 1)) == .variablesTooLarge)
  }

  @Test func valuesAreCountedAtEveryLevel() async throws {
    let values: JSONObject = ["a": [[1, 2], ["b": 3]]]
    #expect(try await code(values, VariableLimits(maximumValues: 6)) == nil)
    #expect(try await code(values, VariableLimits(maximumValues: 5)) == .variablesTooLarge)
  }
}
