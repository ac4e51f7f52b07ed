/// What came back over the wire for a question about health.
struct HealthAnswer: Equatable {
  /// The HTTP status.
  let status: Int
  let body: String

  /// Reads a whole response of HTTP/1.1.
  /// - Returns: nil where it is none.
  init?(response: String) {
    let head = response.prefix { !$0.isNewline }.split(separator: " ", maxSplits: 2)
    guard head.count >= 2, head[0].hasPrefix("HTTP/1."), let status = Int(head[1]),
      (100...599).contains(status)
    else { return nil }
    self.status = status
    body = response.firstRange(of: "\r\n\r\n").map { String(response[$0.upperBound...]) } ?? ""
  }
}
