/// A first-in, first-out queue in amortised constant time.
struct FIFO<Element> {
  private var elements: [Element?] = []
  private var head = 0

  var count: Int { elements.count - head }
  var isEmpty: Bool { count == 0 }
  var first: Element? { isEmpty ? nil : elements[head] }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    let element = elements[head]
    elements[head] = nil
    head += 1
    if head >= 64 && head * 2 >= elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }

  func forEach(_ body: (Element) -> Void) {
    for case let element? in elements[head...] { body(element) }
  }

  /// Takes out every element that meets the test and keeps the order of the rest.
  mutating func removeAll(where shouldRemove: (Element) -> Bool) -> [Element] {
    var kept: [Element?] = []
    var removed: [Element] = []
    while let element = popFirst() {
      if shouldRemove(element) { removed.append(element) } else { kept.append(element) }
    }
    elements = kept
    head = 0
    return removed
  }
}
