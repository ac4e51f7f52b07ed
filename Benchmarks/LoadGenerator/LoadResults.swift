/// What came of a load.
struct LoadResults: Codable, Sendable {
  /// One request that was answered as wished.
  struct Call: Codable, Sendable {
    /// The first `"id"` of the answer; nil where there is none.
    var id: String?
    /// When it was sent, in seconds since 1970.
    var start: Double
    /// From the first byte sent to the last one received, in seconds.
    var duration: Double
  }

  var calls: [Call] = []
  /// Answers with an error, by their `code`.
  var refused: [String: Int] = [:]
  /// Requests without a whole answer.
  var failed = 0
  /// From the first request to the last answer, in seconds.
  var seconds = 0.0
}
