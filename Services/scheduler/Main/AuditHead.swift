import ArgumentParser

/// The head of the audit log's chain, as it is printed.
struct AuditHead: ExpressibleByArgument {
  let bytes: [UInt8]

  init?(argument: String) {
    let digits = Array(argument.utf8)
    guard digits.count == 64 else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { index in
      UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
    }
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }
}
