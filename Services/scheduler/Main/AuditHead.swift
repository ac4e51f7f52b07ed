import ArgumentParser
import Contracts

/// The head of the audit log's chain, as it is printed.
struct AuditHead: ExpressibleByArgument {
  let bytes: [UInt8]

  init?(argument: String) {
    guard let bytes = [UInt8](hexDigits: argument), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }
}
