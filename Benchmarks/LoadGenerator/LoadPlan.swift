/// What is to be sent, and how fast.
struct LoadPlan: Codable, Sendable {
  /// One request.
  struct Request: Codable, Sendable {
    var method: String
    var path: String
    /// Empty for a request without one.
    var body: String
  }

  var host: String
  var port: Int
  var bearer: String
  /// Each connection takes every n-th request in turn.
  var requests: [Request]
  /// Whether each request is sent once; otherwise the connections begin again at the end.
  var once: Bool
  var connections: Int
  /// The load ends after this time, in seconds…
  var seconds: Double
  /// …or after this many requests in all; nil: only time ends it.
  var count: Int?
  /// Pause between two requests of a connection, in seconds.
  var pause: Double
}
