import Foundation
import JSON
import Testing

@testable import Postgres

@Suite struct SQLTests {
  @Test func valuesBecomeParameters() {
    let name = "x'; drop table users; --"
    let sql: SQL = "select * from t where name = \(name) and age > \(42) and note = \(nil as String?)"
    #expect(sql.text == "select * from t where name = $1 and age > $2 and note = $3")
    #expect(sql.parameters.map(\.text) == [name, "42", nil])
    #expect(sql.parameters.map(\.type) == [.inferred, .int8, .inferred])
  }

  @Test func nestingRenumbers() {
    let condition: SQL = "a = \(1) or b = \(2)"
    let sql: SQL = "select \(0) where (\(condition)) and (\(condition)) limit \(9)"
    #expect(sql.text == "select $1 where (a = $2 or b = $3) and (a = $4 or b = $5) limit $6")
    #expect(sql.parameters.map(\.text) == ["0", "1", "2", "1", "2", "9"])
  }

  @Test func nestingLeavesDollarsOfTheTextAlone() {
    let inner = SQL(unescaped: "'$1 é' || ") + "\("v")"
    let sql: SQL = "select \("first"), \(inner)"
    #expect(sql.text == "select $1, '$1 é' || $2")
  }

  @Test func listsAreJoined() {
    let rows = (1...3).map { index -> SQL in "(\(index), \("n\(index)"))" }
    let sql: SQL = "insert into t values \(SQL.join(rows, separator: ", "))"
    #expect(sql.text == "insert into t values ($1, $2), ($3, $4), ($5, $6)")
    #expect(sql.parameters.map(\.text) == ["1", "n1", "2", "n2", "3", "n3"])
  }

  @Test func nestedTwiceOver() {
    let a: SQL = "x = \(1)"
    let b: SQL = "(\(a) and y = \(2))"
    let c: SQL = "\(b) or \(b)"
    #expect(c.text == "(x = $1 and y = $2) or (x = $3 and y = $4)")
  }

  @Test(arguments: [
    ("plain", "\"plain\""), ("a\"b", "\"a\"\"b\""), ("\"; drop table t; --", "\"\"\"; drop table t; --\""),
    ("größe", "\"größe\""),
  ])
  func identifiersAreQuoted(name: String, quoted: String) {
    let sql: SQL = "select \(identifier: name)"
    #expect(sql.text == "select " + quoted)
    #expect(sql.parameters.isEmpty)
  }

  @Test func arraysNameTheirType() {
    let sql: SQL =
      "\([1, 2]) \(["a"]) \([true]) \([UUID]()) \([1.5]) \([Date]()) \([JSONValue]()) \([UInt8(1)]) \(["a", nil])"
    #expect(
      sql.parameters.map(\.type) == [
        .int8Array, .textArray, .boolArray, .uuidArray, .float8Array, .timestamptzArray, .jsonbArray, .bytea,
        .textArray,
      ])
    #expect(sql.parameters[7].text == "\\x01")
    #expect(sql.parameters[8].text == "{\"a\",NULL}")
  }

  enum Colour: String, SQLArrayElement { case red, green }

  @Test func rawValuesForward() {
    let sql: SQL = "\(Colour.red) \([Colour.green])"
    #expect(sql.parameters.map(\.text) == ["red", "{\"green\"}"])
    #expect(Colour.decodeSQL(Array("green".utf8)[...]) == .green)
    #expect(Colour.decodeSQL(Array("blue".utf8)[...]) == nil)
  }

  @Test func copyRowsAreEscaped() {
    let row = CopyRow(["a\tb\nc\\d\r", nil, 7, true])
    #expect(String(decoding: row.bytes, as: UTF8.self) == "a\\tb\\nc\\\\d\\r\t\\N\t7\tt\n")
  }
}
