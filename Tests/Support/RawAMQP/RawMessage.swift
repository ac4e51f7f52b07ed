/// A message as it is written, also where no proper client would write it: texts are any bytes.
public struct RawMessage: Sendable {
  public var contentType: [UInt8]?
  public var contentEncoding: [UInt8]?
  /// In order; keys may come twice.
  public var headers: [(key: String, value: RawField)]?
  public var correlationID: [UInt8]?
  public var replyTo: [UInt8]?
  public var expiration: [UInt8]?
  public var messageID: [UInt8]?
  public var timestamp: UInt64?
  public var type: [UInt8]?
  public var appID: [UInt8]?
  public var body: [UInt8]

  public init(body: [UInt8] = []) { self.body = body }

  /// The payload of the header frame.
  var header: [UInt8] {
    var flags: UInt16 = 0
    var values: [UInt8] = []
    func add(_ bit: UInt16, _ value: [UInt8]?) {
      guard let value else { return }
      flags |= 1 << bit
      values += value
    }
    add(15, contentType.map(RawBytes.short))
    add(14, contentEncoding.map(RawBytes.short))
    add(13, headers.map(RawBytes.table))
    // Persistent.
    add(12, [2])
    add(10, correlationID.map(RawBytes.short))
    add(9, replyTo.map(RawBytes.short))
    add(8, expiration.map(RawBytes.short))
    add(7, messageID.map(RawBytes.short))
    add(6, timestamp.map(RawBytes.integer))
    add(5, type.map(RawBytes.short))
    add(3, appID.map(RawBytes.short))
    return RawBytes.integer(UInt16(60)) + RawBytes.integer(UInt16(0)) + RawBytes.integer(UInt64(body.count))
      + RawBytes.integer(flags) + values
  }
}
