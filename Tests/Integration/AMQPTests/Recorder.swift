import AMQP

/// Collects what handlers see.
actor Recorder<Element: Sendable> {
  private(set) var elements: [Element] = []
  func record(_ element: Element) { elements.append(element) }
  var count: Int { elements.count }
}

extension AMQPDelivery {
  var text: String { String(decoding: message.body, as: UTF8.self) }
}
