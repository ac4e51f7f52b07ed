/// Counts the handlers that run at once.
actor Gauge {
  private var current = 0
  private(set) var highest = 0
  private(set) var seen: [String] = []

  func enter(_ text: String) {
    current += 1
    highest = max(highest, current)
    seen.append(text)
  }

  func leave() { current -= 1 }
}
