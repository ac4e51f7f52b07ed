/// The values of a statement as C strings, one after the other in one buffer.
struct ParameterBuffer {
  /// The protocol counts parameters in 16 bits.
  static let maximumCount = 65_535

  private let types: [UInt32]
  private var bytes: [CChar] = []
  /// −1 is NULL.
  private var starts: [Int] = []

  /// - Throws: `.invalidStatement` for too many values, or one with a NUL character, which text cannot hold.
  init(_ parameters: [SQLParameter]) throws(PostgresError) {
    guard parameters.count <= Self.maximumCount else {
      throw .init(.invalidStatement, detail: "more than 65535 parameters")
    }
    types = parameters.map(\.type.rawValue)
    starts.reserveCapacity(parameters.count)
    for (index, parameter) in parameters.enumerated() {
      guard let text = parameter.text else {
        starts.append(-1)
        continue
      }
      guard !text.utf8.contains(0) else {
        throw .init(.invalidStatement, detail: "parameter \(index + 1) has a NUL character")
      }
      starts.append(bytes.count)
      bytes.append(contentsOf: text.utf8.lazy.map(CChar.init(bitPattern:)))
      bytes.append(0)
    }
  }

  func withPointers<R>(
    _ body: (Int32, UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?) -> R
  ) -> R {
    bytes.withUnsafeBufferPointer { buffer in
      let pointers = starts.map { start in start < 0 ? nil : buffer.baseAddress.map { $0 + start } }
      return types.withUnsafeBufferPointer { types in
        pointers.withUnsafeBufferPointer { pointers in
          body(Int32(pointers.count), types.baseAddress, pointers.baseAddress)
        }
      }
    }
  }
}
