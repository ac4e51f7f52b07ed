/// The types of the text format that are used.
enum MetricKind: String, Sendable {
  case counter
  case gauge
  case histogram
}
