import Glibc
import Synchronization

/// Writes whole lines to one file descriptor for all loggers of the process.
///
/// The caller that finds nobody writing writes, everything the others hand in meanwhile included: lines
/// never mix, nobody waits for another's line, and a line is with the system before its caller goes on
/// unless it joined one that is being written. When the reader of the descriptor stalls, at most
/// `capacity` bytes wait and further lines are counted and dropped.
final class LogWriter: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isWriting = false
    var dropped = 0
  }

  private let descriptor: Int32
  private let capacity: Int
  private let state = Mutex(State())

  init(descriptor: Int32 = STDERR_FILENO, capacity: Int = 1 << 20) {
    self.descriptor = descriptor
    self.capacity = capacity
  }

  /// Writes a line, which ends with its newline.
  func write(_ line: [UInt8]) {
    let mustWrite = state.withLock { state in
      if state.pending.count + line.count > capacity, state.isWriting {
        state.dropped += 1
        return false
      }
      state.pending.append(contentsOf: line)
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if mustWrite { drain() }
  }

  private func drain() {
    while let batch = nextBatch() { writeFully(batch) }
  }

  private func nextBatch() -> [UInt8]? {
    state.withLock { state in
      if state.pending.isEmpty {
        state.isWriting = false
        return nil
      }
      var batch: [UInt8] = []
      swap(&batch, &state.pending)
      if state.dropped > 0 {
        batch.append(
          contentsOf: #"{"level":"warning","msg":"log lines dropped","count":"\#(state.dropped)"}"#.utf8)
        batch.append(0x0A)
        state.dropped = 0
      }
      return batch
    }
  }

  private func writeFully(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if count > 0 {
          offset += count
        } else if errno == EAGAIN {
          // Somebody made the descriptor non-blocking; its reader needs a moment.
          usleep(1_000)
        } else if errno != EINTR {
          // Nobody is left to tell that nobody reads the log.
          return
        }
      }
    }
  }
}
