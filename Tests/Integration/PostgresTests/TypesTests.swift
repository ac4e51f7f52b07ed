import Foundation
import JSON
import Postgres
import TestSupport
import Testing

@Suite(.databaseServer(port: 25730), .timeLimit(.minutes(2))) struct TypesTests {
  private func echo<T: SQLBindable & SQLDecodable>(
    _ value: T, as type: String, on connection: PostgresConnection
  ) async throws -> T {
    let rows = try await connection.query("select \(value)::\(unescaped: type) as v")
    return try rows[0].decode("v")
  }

  @Test func scalarsSurvive() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    #expect(try await echo("größe '\\ \n\t😀", as: "text", on: connection) == "größe '\\ \n\t😀")
    #expect(try await echo("", as: "text", on: connection) == "")
    #expect(try await echo(Int64.min, as: "int8", on: connection) == .min)
    #expect(try await echo(Int32.max, as: "int4", on: connection) == .max)
    #expect(try await echo(true, as: "bool", on: connection))
    #expect(try await echo(0.1, as: "float8", on: connection) == 0.1)
    #expect(try await echo(-Double.infinity, as: "float8", on: connection) == -.infinity)
    let uuid = UUID()
    #expect(try await echo(uuid, as: "uuid", on: connection) == uuid)
    #expect(try await echo([0, 255, 92, 39] as [UInt8], as: "bytea", on: connection) == [0, 255, 92, 39])
    let document: JSONValue = ["a": [1, nil, "\u{1F600}\"\\", 1.5]]
    #expect(try await echo(document, as: "jsonb", on: connection) == document)
    #expect(try await echo(nil as String?, as: "text", on: connection) == nil)
    #expect(try await echo(nil as JSONValue?, as: "jsonb", on: connection) == nil)
  }

  @Test func anyValuesSurvive() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<150 {
      let date = Date(
        timeIntervalSinceReferenceDate: Double(
          Int64.random(in: -2_000_000_000_000_000...1_900_000_000_000_000, using: &generator))
          / 1_000_000)
      let bits = Double(bitPattern: generator.next())
      let number = Int64(bitPattern: generator.next())
      let text = String(
        (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
          Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &generator)).map(Character.init)
        })
      let rows = try await connection.query(
        """
        select \(date) as d, \(bits) as f, \(number) as i, \(text)::text as t, \([date, nil]) as da,
          \([bits]) as fa, \([number, nil]) as ia, \([text, nil, "NULL", ""]) as ta, \([true, nil, false]) as ba,
          \([JSONValue.string(text), .null, nil]) as ja, \([UUID?.none]) as ua, \([Int]()) as empty
        """)
      let row = rows[0]
      #expect(try row.decode("d") == date)
      #expect(try row.decode("f") as Double == bits || bits.isNaN)
      #expect(try row.decode("i") == number)
      #expect(try row.decode("t") == text)
      #expect(try row.decode("da") == [date, nil])
      #expect(try row.decode("fa") as [Double] == [bits] || bits.isNaN)
      #expect(try row.decode("ia") == [number, nil])
      #expect(try row.decode("ta") == [text, nil, "NULL", ""])
      #expect(try row.decode("ba") == [true, nil, false])
      #expect(try row.decode("ja") == [JSONValue.string(text), .null, nil])
      #expect(try row.decode("ua") == [UUID?.none])
      #expect(try row.decode("empty") == [Int]())
    }
  }

  @Test func theServerAgreesOnTheInstant() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect {
      $0.settings = ["timezone": "Asia/Kolkata"]
    }
    let rows = try await connection.query(
      """
      select \(Date(timeIntervalSince1970: 1_709_212_455.123456)) = '2024-02-29T13:14:15.123456Z'::timestamptz as same,
        '0044-03-15 12:00:00 BC'::timestamptz as ides, \(Date(timeIntervalSinceReferenceDate: .infinity)) as far
      """)
    #expect(try rows[0].decode("same"))
    let ides: Date = try rows[0].decode("ides")
    let back = try await connection.query("select \(ides) = '0044-03-15 12:00:00 BC'::timestamptz")
    #expect(try back[0].decode(at: 0))
    #expect(try rows[0].decode("far") == Date.distantFuture)
  }

  @Test func anythingReadsAsText() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    let rows = try await connection.query(
      "select 1.50::numeric, 'pg_class'::regclass, '10.0.0.0/8'::inet, interval '1 day', 'x'::name, 5::oid, 7::int2"
    )
    let texts = try (0..<7).map { try rows[0].decode(at: $0, as: String.self) }
    #expect(texts == ["1.50", "pg_class", "10.0.0.0/8", "1 day", "x", "5", "7"])
    #expect(try rows[0].decode(at: 5, as: Int.self) == 5)
  }

  @Test func stringsFitEnumerationsAndDocuments() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    try await connection.executeScript(
      "create type mood as enum ('sad', 'glad'); create table feelings (m mood, j jsonb, a inet)")
    let count = try await connection.execute(
      "insert into feelings values (\("glad"), \("{\"a\":1}"), \("::1"))")
    #expect(count == 1)
    let rows = try await connection.query("select * from feelings where m = \("glad")")
    #expect(try rows[0].decode("j") as JSONValue == ["a": 1])
    #expect(rows[0].columns == ["m", "j", "a"])
  }

  @Test func whatDoesNotFitIsSaidWithoutTheValue() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    let row = try await connection.query("select 'sesame' as word, null as nothing")[0]
    for error in [
      try await failure { try row.decode("word", as: Int.self) },
      try await failure { try row.decode("nothing", as: String.self) },
      try await failure { try row.decode("missing", as: String.self) },
      try await failure { try row.decode(at: 2, as: String.self) },
    ] {
      #expect(error.code == .decoding)
      #expect(!"\(error)".contains("sesame"))
    }
    #expect(try row.decode("nothing", as: String?.self) == nil)
  }

  @Test func injectionsStayValues() async throws {
    let connection = try await PrivateDatabase.ofThisSuite.connect()
    try await connection.execute("create table precious (name text)")
    for text in [
      "'; drop table precious; --", "\\'; drop table precious; --", "$1", "\"", "a' or '1'='1", "/*",
      "\u{2019}",
      "');drop table precious;--",
    ] {
      try await connection.execute("insert into precious values (\(text))")
      let rows = try await connection.query("select name from precious where name = \(text)")
      #expect(try rows.map { try $0.decode("name", as: String.self) } == [text])
      let table = text + " table"
      try await connection.execute("create table \(identifier: table) (\(identifier: text) int)")
      try await connection.execute("insert into \(identifier: table) (\(identifier: text)) values (\(1))")
    }
    let count = try await connection.query("select count(*) as n from precious")
    #expect(try count[0].decode("n", as: Int.self) == 8)
    let nul = try await failure { try await connection.query("select \("a\0b")::text") }
    #expect(nul.code == .invalidStatement)
    let several = try await failure { try await connection.query("select \(1); drop table precious") }
    #expect(several.sqlState == .syntaxError)
  }
}
