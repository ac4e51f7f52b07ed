import CLibPQ

/// One session of libpq, never blocking. It is confined to the thread of the actor that owns it.
///
/// After ``finish()`` every call answers as for a lost connection.
final class LibPQSession {
  enum Progress { case reading, writing, ready, failed }

  private var handle: OpaquePointer?

  /// Begins to connect. Names must be resolved already, for libpq would block on them.
  init?(parameters: [(String, String)]) {
    handle = Self.withCStrings(parameters.map(\.0)) { keywords in
      Self.withCStrings(parameters.map(\.1)) { values in PQconnectStartParams(keywords, values, 0) }
    }
    guard let handle else { return nil }
    // Notices would be printed to the standard error stream.
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    // Before there is a session a condition's code reaches us only as part of the text.
    PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
  }

  deinit { finish() }

  func finish() {
    if let handle { PQfinish(handle) }
    handle = nil
  }

  func pollConnecting() -> Progress {
    switch PQconnectPoll(handle) {
    case PGRES_POLLING_READING: .reading
    case PGRES_POLLING_WRITING: .writing
    case PGRES_POLLING_OK: .ready
    default: .failed
    }
  }

  /// Call it once connected, before the first statement.
  func becomeNonBlocking() {
    PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
    PQsetnonblocking(handle, 1)
  }

  var isBad: Bool { PQstatus(handle) == CONNECTION_BAD }
  var descriptor: Int32 { PQsocket(handle) }
  var serverVersion: Int { Int(PQserverVersion(handle)) }
  var lastMessage: String { PQerrorMessage(handle).map { String(cString: $0) } ?? "" }
  var isTransactionIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }
  var cancel: LibPQCancel? { handle.flatMap(LibPQCancel.init(session:)) }

  /// - Returns: false when the connection is lost.
  func consumeInput() -> Bool { PQconsumeInput(handle) == 1 }

  /// Takes in what the server says unasked while no statement runs, and drops it.
  func discardUnasked() {
    _ = PQisBusy(handle)
    while let notification = PQnotifies(handle) { PQfreemem(notification) }
  }

  /// - Returns: whether everything is out, or `nil` when the connection is lost.
  func flush() -> Bool? {
    switch PQflush(handle) {
    case 0: true
    case 1: false
    default: nil
    }
  }

  var isBusy: Bool { PQisBusy(handle) == 1 }

  /// The next result, `nil` after the last. Call it only while not busy, or it blocks.
  func nextResult() -> LibPQResult? { PQgetResult(handle).map { LibPQResult($0) } }

  // MARK: Statements

  func send(script: String) -> Bool { PQsendQuery(handle, script) == 1 }

  func send(prepare name: String, text: String, types: [UInt32]) -> Bool {
    PQsendPrepare(handle, name, text, Int32(types.count), types) == 1
  }

  func send(prepared name: String, _ values: ParameterBuffer) -> Bool {
    values.withPointers { count, _, pointers in
      PQsendQueryPrepared(handle, name, count, pointers, nil, nil, 0) == 1
    }
  }

  func send(unprepared text: String, _ values: ParameterBuffer) -> Bool {
    values.withPointers { count, types, pointers in
      PQsendQueryParams(handle, text, count, types, pointers, nil, nil, 0) == 1
    }
  }

  // MARK: COPY

  /// - Returns: false when the copy has ended or the connection is lost.
  func put(copyData: [UInt8]) -> Bool {
    copyData.withUnsafeBytes { bytes in
      bytes.isEmpty
        || PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
          == 1
    }
  }

  /// - Parameter failure: what the copy is aborted with; `nil` completes it.
  func put(copyEnd failure: String?) -> Bool { PQputCopyEnd(handle, failure) == 1 }

  enum CopiedRow { case appended, wouldBlock, ended }

  func appendCopiedRow(to chunk: inout [UInt8]) -> CopiedRow {
    var row: UnsafeMutablePointer<CChar>?
    let length = PQgetCopyData(handle, &row, 1)
    defer { PQfreemem(row) }
    guard length > 0, let row else { return length == 0 ? .wouldBlock : .ended }
    chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(length)))
    return .appended
  }

  /// A null-terminated list of C strings.
  private static func withCStrings<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
  ) -> R {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
      starts.append(bytes.count)
      bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
      let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } } + [nil]
      return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
  }
}
