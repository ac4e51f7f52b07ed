import CRabbitMQ

import struct Foundation.Date

/// Everything below copies: what librabbitmq decodes lives in pools that the next frame may reuse.
extension String {
  /// Not UTF-8 becomes the replacement character.
  init(rabbitMQ source: amqp_bytes_t) {
    self = String(decoding: UnsafeRawBufferPointer(start: source.bytes, count: source.len), as: UTF8.self)
  }
}

extension [UInt8] {
  init(rabbitMQ source: amqp_bytes_t) {
    self = [UInt8](UnsafeRawBufferPointer(start: source.bytes, count: source.len))
  }
}

extension Date {
  /// Whole seconds since 1970; a date before is written as 0.
  var amqpSeconds: UInt64 {
    let seconds = timeIntervalSince1970
    return seconds > 0 && seconds < 253_402_300_800 ? UInt64(seconds) : 0
  }

  init(amqpSeconds: UInt64) {
    // Beyond the year 9999 a sender most likely meant milliseconds; the value is kept within what Date bears.
    self.init(timeIntervalSince1970: Double(min(amqpSeconds, 253_402_300_799)))
  }
}

extension [String: AMQPFieldValue] {
  /// - Parameter depth: tables below the deepest level that is read come out empty, so that no sender can
  ///   exhaust the stack.
  init(rabbitMQ table: amqp_table_t, depth: Int = 16) {
    self.init()
    guard depth > 0, let entries = table.entries else { return }
    for index in 0..<Int(table.num_entries) {
      self[String(rabbitMQ: entries[index].key)] = AMQPFieldValue(
        rabbitMQ: entries[index].value, depth: depth - 1)
    }
  }
}

extension AMQPFieldValue {
  init(rabbitMQ field: amqp_field_value_t, depth: Int) {
    let value = field.value
    switch amqp_field_value_kind_t(UInt32(field.kind)) {
    case AMQP_FIELD_KIND_BOOLEAN: self = .bool(value.boolean != 0)
    case AMQP_FIELD_KIND_I8: self = .int(Int64(value.i8))
    case AMQP_FIELD_KIND_U8: self = .int(Int64(value.u8))
    case AMQP_FIELD_KIND_I16: self = .int(Int64(value.i16))
    case AMQP_FIELD_KIND_U16: self = .int(Int64(value.u16))
    case AMQP_FIELD_KIND_I32: self = .int(Int64(value.i32))
    case AMQP_FIELD_KIND_U32: self = .int(Int64(value.u32))
    case AMQP_FIELD_KIND_I64: self = .int(value.i64)
    case AMQP_FIELD_KIND_U64: self = .int(Int64(clamping: value.u64))
    case AMQP_FIELD_KIND_F32: self = .double(Double(value.f32))
    case AMQP_FIELD_KIND_F64: self = .double(value.f64)
    case AMQP_FIELD_KIND_DECIMAL:
      var number = Double(value.decimal.value)
      for _ in 0..<value.decimal.decimals { number /= 10 }
      self = .double(number)
    case AMQP_FIELD_KIND_UTF8: self = .string(String(rabbitMQ: value.bytes))
    case AMQP_FIELD_KIND_BYTES: self = .bytes([UInt8](rabbitMQ: value.bytes))
    case AMQP_FIELD_KIND_TIMESTAMP: self = .timestamp(Date(amqpSeconds: value.u64))
    case AMQP_FIELD_KIND_TABLE: self = .table([String: AMQPFieldValue](rabbitMQ: value.table, depth: depth))
    case AMQP_FIELD_KIND_ARRAY:
      var elements: [AMQPFieldValue] = []
      if depth > 0, let entries = value.array.entries {
        for index in 0..<Int(value.array.num_entries) {
          elements.append(AMQPFieldValue(rabbitMQ: entries[index], depth: depth - 1))
        }
      }
      self = .list(elements)
    default: self = .void
    }
  }
}

extension AMQPProperties {
  init(rabbitMQ raw: amqp_basic_properties_t) {
    func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
      raw._flags & amqp_flags_t(flag) != 0 ? String(rabbitMQ: bytes) : nil
    }
    func has(_ flag: Int32) -> Bool { raw._flags & amqp_flags_t(flag) != 0 }
    self.init(
      messageID: text(AMQP_BASIC_MESSAGE_ID_FLAG, raw.message_id),
      type: text(AMQP_BASIC_TYPE_FLAG, raw.type),
      correlationID: text(AMQP_BASIC_CORRELATION_ID_FLAG, raw.correlation_id),
      replyTo: text(AMQP_BASIC_REPLY_TO_FLAG, raw.reply_to),
      expiration: text(AMQP_BASIC_EXPIRATION_FLAG, raw.expiration),
      timestamp: has(AMQP_BASIC_TIMESTAMP_FLAG) ? Date(amqpSeconds: raw.timestamp) : nil,
      appID: text(AMQP_BASIC_APP_ID_FLAG, raw.app_id),
      contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, raw.content_type),
      contentEncoding: text(AMQP_BASIC_CONTENT_ENCODING_FLAG, raw.content_encoding),
      userID: text(AMQP_BASIC_USER_ID_FLAG, raw.user_id),
      priority: has(AMQP_BASIC_PRIORITY_FLAG) ? raw.priority : nil,
      isPersistent: has(AMQP_BASIC_DELIVERY_MODE_FLAG) && raw.delivery_mode == 2,
      headers: has(AMQP_BASIC_HEADERS_FLAG) ? [String: AMQPFieldValue](rabbitMQ: raw.headers) : [:])
  }

  /// - Important: the result lives until the arena is reset.
  func rabbitMQ(in arena: RabbitMQArena) -> amqp_basic_properties_t {
    var raw = amqp_basic_properties_t()
    func set(_ flag: Int32) { raw._flags |= amqp_flags_t(flag) }
    func text(
      _ flag: Int32, _ value: String?, _ field: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>
    ) {
      guard let value else { return }
      set(flag)
      raw[keyPath: field] = arena.bytes(value)
    }
    text(AMQP_BASIC_MESSAGE_ID_FLAG, messageID, \.message_id)
    text(AMQP_BASIC_TYPE_FLAG, type, \.type)
    text(AMQP_BASIC_CORRELATION_ID_FLAG, correlationID, \.correlation_id)
    text(AMQP_BASIC_REPLY_TO_FLAG, replyTo, \.reply_to)
    text(AMQP_BASIC_EXPIRATION_FLAG, expiration, \.expiration)
    text(AMQP_BASIC_APP_ID_FLAG, appID, \.app_id)
    text(AMQP_BASIC_CONTENT_TYPE_FLAG, contentType, \.content_type)
    text(AMQP_BASIC_CONTENT_ENCODING_FLAG, contentEncoding, \.content_encoding)
    text(AMQP_BASIC_USER_ID_FLAG, userID, \.user_id)
    if let timestamp {
      set(AMQP_BASIC_TIMESTAMP_FLAG)
      raw.timestamp = timestamp.amqpSeconds
    }
    if let priority {
      set(AMQP_BASIC_PRIORITY_FLAG)
      raw.priority = priority
    }
    set(AMQP_BASIC_DELIVERY_MODE_FLAG)
    raw.delivery_mode = isPersistent ? 2 : 1
    if !headers.isEmpty {
      set(AMQP_BASIC_HEADERS_FLAG)
      raw.headers = arena.table(headers)
    }
    return raw
  }
}
