import CLibPQ
import Glibc

/// One result of libpq, freed with this value.
struct LibPQResult: ~Copyable {
  enum Status { case rows, done, copyIn, copyOut, failed }

  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { PQclear(pointer) }

  var status: Status {
    switch PQresultStatus(pointer) {
    case PGRES_TUPLES_OK: .rows
    case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .done
    case PGRES_COPY_IN: .copyIn
    case PGRES_COPY_OUT, PGRES_COPY_BOTH: .copyOut
    default: .failed
    }
  }

  /// What the server did, such as `COMMIT` or `INSERT 0 1`.
  var commandTag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

  var affectedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

  private func field(_ code: Int32) -> String? {
    PQresultErrorField(pointer, code).map { String(cString: $0) }
  }

  /// The error of a failed result; without a code of the server it is libpq's own.
  var error: PostgresError {
    var error = PostgresError(.server)
    error.sqlState = field(DiagnosticField.sqlState).map(SQLState.init(rawValue:))
    error.constraint = field(DiagnosticField.constraint)
    error.schema = field(DiagnosticField.schema)
    error.table = field(DiagnosticField.table)
    error.column = field(DiagnosticField.column)
    error.serverMessage =
      field(DiagnosticField.primaryMessage) ?? PQresultErrorMessage(pointer).map { String(cString: $0) }
    error.isStalePlan =
      error.sqlState == .invalidStatementName
      || (error.sqlState == .featureNotSupported
        && field(DiagnosticField.function) == "RevalidateCachedQuery")
    if error.sqlState == nil || error.sqlState?.endsSession == true { error.code = .connectionLost }
    return error
  }

  /// Copies the rows.
  /// - Parameter known: columns of an earlier result of the same statement, to be shared if they are the same.
  func table(known: ResultColumns?) -> ResultTable {
    let width = PQnfields(pointer)
    let height = PQntuples(pointer)
    var cells: [ResultTable.Cell] = []
    cells.reserveCapacity(Int(width) * Int(height))
    var size = 0
    for row in 0..<height {
      for column in 0..<width {
        let length = PQgetisnull(pointer, row, column) == 1 ? -1 : PQgetlength(pointer, row, column)
        cells.append(.init(start: size, length: length))
        size += Int(max(0, length))
      }
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      for (index, cell) in cells.enumerated() where cell.length > 0 {
        let (row, column) = index.quotientAndRemainder(dividingBy: Int(width))
        guard let value = PQgetvalue(pointer, Int32(row), Int32(column)) else { continue }
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[cell.start...])
          .copyMemory(from: UnsafeRawBufferPointer(start: value, count: Int(cell.length)))
      }
      count = size
    }
    return ResultTable(columns: columns(known), rowCount: Int(height), bytes: bytes, cells: cells)
  }

  private func columns(_ known: ResultColumns?) -> ResultColumns {
    let width = Int(PQnfields(pointer))
    if let known, known.names.count == width,
      known.names.indices.allSatisfy({ strcmp(PQfname(pointer, Int32($0)), known.names[$0]) == 0 })
    {
      return known
    }
    return ResultColumns(names: (0..<width).map { String(cString: PQfname(pointer, Int32($0))) })
  }
}

/// libpq names the fields of an error by characters.
private enum DiagnosticField {
  static let sqlState = code("C")
  static let primaryMessage = code("M")
  static let schema = code("s")
  static let table = code("t")
  static let column = code("c")
  static let constraint = code("n")
  static let function = code("R")

  private static func code(_ character: Unicode.Scalar) -> Int32 { Int32(character.value) }
}
