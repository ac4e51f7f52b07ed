import Foundation
import Glibc
import Synchronization

/// A pipe whose other end is read on a thread, so that writers never wait for the test.
final class LogPipe {
  /// Collects what arrives at a descriptor.
  final class Reader: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private let ended = DispatchSemaphore(value: 0)

    init(descriptor: Int32) {
      let thread = Thread { [self] in
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 {
          bytes.withLock { $0.append(contentsOf: chunk[..<count]) }
        }
        ended.signal()
      }
      thread.start()
    }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    /// The lines, once the writing end is closed.
    func finish() -> [String] {
      ended.wait()
      return text.split(separator: "\n").map(String.init)
    }
  }

  let writeEnd: Int32
  private let readEnd: Int32
  private let reader: Reader

  init() {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    (readEnd, writeEnd) = (ends[0], ends[1])
    reader = Reader(descriptor: readEnd)
  }

  /// Closes the writing end and answers the lines written to it.
  func finish() -> [String] {
    close(writeEnd)
    defer { close(readEnd) }
    return reader.finish()
  }
}
