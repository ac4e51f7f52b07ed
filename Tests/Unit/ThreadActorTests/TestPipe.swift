import Glibc

/// A pipe whose ends close with it.
final class TestPipe: Sendable {
  let readEnd: Int32
  private let writeEnd: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0)
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func write(_ byte: UInt8) {
    var byte = byte
    _ = Glibc.write(writeEnd, &byte, 1)
  }

  func read() -> UInt8 {
    var byte: UInt8 = 0
    _ = Glibc.read(readEnd, &byte, 1)
    return byte
  }
}
