import JSON

/// How large the values of a request's variables may be, used or not (`variablesTooLarge`).
public struct VariableLimits: Hashable, Sendable {
  /// Bytes of the variables as compact JSON.
  public var maximumBytes: Int
  /// Values: scalars, lists and objects, at every level.
  public var maximumValues: Int

  public init(maximumBytes: Int = 256 * 1024, maximumValues: Int = 10_000) {
    self.maximumBytes = maximumBytes
    self.maximumValues = maximumValues
  }

  func check(_ variables: JSONObject) throws(GraphQLError) {
    guard !variables.isEmpty else { return }
    var size = VariableSize(limits: self)
    size.add(.object(variables))
    if size.bytes > maximumBytes {
      throw GraphQLError("The variables are longer than \(maximumBytes) bytes.", code: .variablesTooLarge)
    }
    if size.values > maximumValues {
      throw GraphQLError("The variables hold more than \(maximumValues) values.", code: .variablesTooLarge)
    }
  }
}
