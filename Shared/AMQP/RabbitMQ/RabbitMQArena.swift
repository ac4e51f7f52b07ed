import CRabbitMQ

/// Memory for the C values of a frame that is being written; the next frame uses it again.
///
/// Not `Sendable`: it belongs to one ``RabbitMQHandle``.
final class RabbitMQArena {
  private static let capacity = 16 * 1_024
  private let block = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
  private var used = 0
  /// What did not fit into the block.
  private var extra: [UnsafeMutableRawPointer] = []

  deinit {
    reset()
    block.deallocate()
  }

  /// Ends the life of everything that was handed out.
  func reset() {
    used = 0
    for pointer in extra { pointer.deallocate() }
    extra.removeAll(keepingCapacity: true)
  }

  func bytes(_ string: String) -> amqp_bytes_t {
    var copy = string
    return copy.withUTF8 { bytes(copying: UnsafeRawBufferPointer($0)) }
  }

  func bytes(_ array: [UInt8]) -> amqp_bytes_t {
    array.withUnsafeBytes { bytes(copying: $0) }
  }

  func table(_ fields: [String: AMQPFieldValue]) -> amqp_table_t {
    guard !fields.isEmpty else { return amqp_empty_table }
    let entries = allocate(fields.count, of: amqp_table_entry_t.self)
    for (index, field) in fields.enumerated() {
      (entries + index).initialize(
        to: amqp_table_entry_t(key: bytes(field.key), value: value(field.value)))
    }
    return amqp_table_t(num_entries: Int32(fields.count), entries: entries)
  }

  private func value(_ field: AMQPFieldValue) -> amqp_field_value_t {
    var result = amqp_field_value_t()
    func set(_ kind: amqp_field_value_kind_t) { result.kind = UInt8(kind.rawValue) }
    switch field {
    case .string(let text):
      set(AMQP_FIELD_KIND_UTF8)
      result.value.bytes = bytes(text)
    case .int(let number):
      set(AMQP_FIELD_KIND_I64)
      result.value.i64 = number
    case .bool(let flag):
      set(AMQP_FIELD_KIND_BOOLEAN)
      result.value.boolean = flag ? 1 : 0
    case .double(let number):
      set(AMQP_FIELD_KIND_F64)
      result.value.f64 = number
    case .timestamp(let date):
      set(AMQP_FIELD_KIND_TIMESTAMP)
      result.value.u64 = date.amqpSeconds
    case .bytes(let array):
      set(AMQP_FIELD_KIND_BYTES)
      result.value.bytes = bytes(array)
    case .list(let values):
      set(AMQP_FIELD_KIND_ARRAY)
      let entries = allocate(values.count, of: amqp_field_value_t.self)
      for (index, element) in values.enumerated() { (entries + index).initialize(to: value(element)) }
      result.value.array = amqp_array_t(num_entries: Int32(values.count), entries: entries)
    case .table(let fields):
      set(AMQP_FIELD_KIND_TABLE)
      result.value.table = table(fields)
    case .void:
      set(AMQP_FIELD_KIND_VOID)
    }
    return result
  }

  private func bytes(copying source: UnsafeRawBufferPointer) -> amqp_bytes_t {
    guard let start = source.baseAddress, !source.isEmpty else { return amqp_empty_bytes }
    let copy = allocate(source.count)
    copy.copyMemory(from: start, byteCount: source.count)
    return amqp_bytes_t(len: source.count, bytes: copy)
  }

  private func allocate<T>(_ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
    allocate(max(count, 1) * MemoryLayout<T>.stride)
      .bindMemory(to: type, capacity: max(count, 1))
  }

  private func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    let aligned = (count + 15) & ~15
    if aligned <= Self.capacity - used {
      defer { used += aligned }
      return block + used
    }
    let pointer = UnsafeMutableRawPointer.allocate(byteCount: aligned, alignment: 16)
    extra.append(pointer)
    return pointer
  }
}
