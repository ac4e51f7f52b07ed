extension Array {
  /// Calls the body with every element where it stands. A loop copies each element first, which for a value of many
  /// strings costs more than what is read of it.
  func lendEach(_ body: (borrowing Element) -> Void) {
    withUnsafeBufferPointer { elements in
      guard let first = elements.baseAddress else { return }
      for index in elements.indices { Lending.lend(first + index, body) }
    }
  }
}

private enum Lending {
  /// The element may be one that cannot be copied, so that the compiler does not.
  static func lend<Element: ~Copyable>(
    _ element: UnsafePointer<Element>, _ body: (borrowing Element) -> Void
  ) {
    body(element.pointee)
  }
}
