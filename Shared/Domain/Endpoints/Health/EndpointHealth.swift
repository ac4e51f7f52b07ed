/// How an endpoint has been doing lately.
public enum EndpointHealth: String, Sendable, Codable {
  case unknown = "UNKNOWN"
  case healthy = "HEALTHY"
  case degraded = "DEGRADED"
  case unavailable = "UNAVAILABLE"
}
