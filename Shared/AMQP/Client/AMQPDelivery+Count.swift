extension AMQPDelivery {
  /// How often a quorum queue has delivered the message before and got it back; 0 where nobody counts.
  public var deliveriesBefore: Int {
    guard let count = message.properties.headers[Self.countHeader]?.intValue else { return 0 }
    return Int(clamping: max(0, count))
  }

  /// Set by the broker on each delivery after the first.
  public static let countHeader = "x-delivery-count"
}
