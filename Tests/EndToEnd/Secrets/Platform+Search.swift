import Foundation
import Postgres
import TestSupport
import Testing

extension Platform {
  /// Every row of every table of the product as text; binary columns in their hexadecimal form.
  func wholeDatabase() async throws -> [(place: String, text: String)] {
    try await withDatabase { connection in
      let tables = try await connection.query(
        """
        select table_schema, table_name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
        """)
      #expect(!tables.isEmpty)
      var found: [(place: String, text: String)] = []
      for table in tables {
        let schema = try table.decode(at: 0, as: String.self)
        let name = try table.decode(at: 1, as: String.self)
        // Column by column: the text of a whole row would quote and escape what is in it.
        let columns = try await connection.query(
          """
          select column_name from information_schema.columns
          where table_schema = \(schema) and table_name = \(name)
          """)
        for column in try columns.map({ try $0.decode(at: 0, as: String.self) }) {
          let rows = try await connection.query(
            """
            select \(identifier: column)::text from \(identifier: schema).\(identifier: name)
            where \(identifier: column) is not null
            """)
          for row in rows {
            found.append((place: "\(schema).\(name).\(column)", text: try row.decode(at: 0, as: String.self)))
          }
        }
      }
      return found
    }
  }

  /// Every file the platform's processes have written as logs.
  func allLogs() throws -> [(place: String, bytes: Data)] {
    let folder = home.appending(path: "log")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.map { (place: $0, bytes: try Data(contentsOf: folder.appending(path: $0))) }
  }

  /// What the services measure.
  func allMetrics() async throws -> [(place: String, bytes: Data)] {
    var found: [(place: String, bytes: Data)] = []
    for service in PlatformProcess.services {
      let answer = try await HTTPExchange(port: port(of: service), path: "/metrics").answer()
      #expect(answer.status == 200)
      found.append((place: "metrics of \(service.name)", bytes: Data(answer.body)))
    }
    return found
  }
}
