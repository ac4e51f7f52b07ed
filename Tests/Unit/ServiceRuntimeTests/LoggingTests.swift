import Domain
import Foundation
import Glibc
import JSON
import Logging
import OrderedCollections
import Testing

@testable import ServiceRuntime

@Suite struct LoggingTests {
  private let identity = ProcessIdentity(service: "scheduler", instance: "scheduler-2", host: "h")

  private func handler(
    _ format: LogFormat, to output: LogPipe, redactor: Redactor = Redactor()
  ) -> StructuredLogHandler {
    StructuredLogHandler(
      label: "reaper", level: .debug, identity: identity, format: format, redactor: redactor,
      writer: LogWriter(descriptor: output.writeEnd))
  }

  @Test func jsonLinesHoldTheFieldsAndFlatMetadata() throws {
    let output = LogPipe()
    var logger = Logger(label: "reaper") { _ in handler(.json, to: output) }
    logger[metadataKey: LogKey.endpointID] = "e-1"
    logger.warning(
      "Lease lapsed.",
      metadata: [
        LogKey.runID: "r\"1\n", "nested": ["b": "2", "a": ["x", "y"]], "msg": "forged",
        "n": .stringConvertible(7),
      ])
    let lines = output.finish()
    #expect(lines.count == 1)
    let object = try #require(JSONValue(parsing: lines[0]).objectValue)
    #expect(object["level"] == "warning".json && object["service"] == "scheduler".json)
    #expect(object["instance"] == "scheduler-2@h".json && object["logger"] == "reaper".json)
    #expect(object["msg"] == "Lease lapsed.".json && object["metadata.msg"] == "forged".json)
    #expect(object["run-id"] == "r\"1\n".json && object["endpoint-id"] == "e-1".json)
    #expect(object["nested.a.0"] == "x".json && object["nested.b"] == "2".json && object["n"] == "7".json)
    let time = try #require(object["ts"]?.stringValue)
    #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }

  @Test func timesAreUTC() {
    #expect(WallTime(milliseconds: 0).iso8601 == "1970-01-01T00:00:00.000Z")
    #expect(WallTime(milliseconds: 1_709_210_096_007).iso8601 == "2024-02-29T12:34:56.007Z")
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    for day in 0..<1_000 {
      // Steps of about 53 days and odd times of day reach every month, leap years and 2100 included.
      let milliseconds = day * 4_600_123_457
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
      #expect(WallTime(milliseconds: milliseconds).iso8601 == formatter.string(from: date))
    }
  }

  @Test func textLinesStayOneLine() {
    let output = LogPipe()
    let logger = Logger(label: "reaper") { _ in handler(.text, to: output) }
    logger.info("Two\nlines.", metadata: ["a": "plain", "b": "two words", "c": "x\u{1B}[0m"])
    let lines = output.finish()
    #expect(lines.count == 1)
    #expect(
      lines.first?.hasSuffix(
        #" INFO     scheduler-2 reaper: Two lines. a=plain b="two words" c="x\u001b[0m""#) == true,
      "\(lines)")
  }

  @Test(arguments: LogFormat.allCases) func secretsAreMaskedEverywhere(format: LogFormat) {
    struct Leaky: Error, CustomStringConvertible { let description = "dsn amqp://u:hunter2-canary@h" }
    let output = LogPipe()
    let logger = Logger(label: "reaper") { _ in
      handler(format, to: output, redactor: Redactor(secrets: ["known-canary"]))
    }
    logger.error(
      "Known-canary aside, known-canary was here.", error: Leaky(),
      metadata: [
        "password": "plain-canary", "url": "https://u:url-canary@h/?token=query-canary",
        "deep": ["header": ["Authorization: Bearer bearer-canary"], "api-key": "key-canary"],
        "known": .stringConvertible("x known-canary y" as String),
      ])
    let line = output.finish().joined()
    #expect(line.replacing("Known-canary", with: "").contains("canary") == false, "\(line)")
    #expect(line.contains("***"))
  }

  @Test func linesOfConcurrentWritersNeverMix() async {
    let output = LogPipe()
    let writer = LogWriter(descriptor: output.writeEnd)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<500 {
            writer.write(Array("\(task) \(number) \(String(repeating: "x", count: 80))\n".utf8))
          }
        }
      }
    }
    let lines = output.finish()
    #expect(lines.count == 4_000)
    for task in 0..<8 {
      let own = lines.filter { $0.hasPrefix("\(task) ") }
      #expect(own == (0..<500).map { "\(task) \($0) " + String(repeating: "x", count: 80) })
    }
  }

  @Test func aStalledReaderCostsLinesNotMemory() async throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (readEnd, writeEnd) = (ends[0], ends[1])
    defer { close(readEnd) }
    let writer = LogWriter(descriptor: writeEnd, capacity: 1_000)
    // Fills the pipe and blocks in it until the reading below begins.
    let blocked = Thread { writer.write([UInt8](repeating: 0x61, count: 1 << 20) + [0x0A]) }
    blocked.start()
    var pending: Int32 = 0
    while ioctl(readEnd, UInt(FIONREAD), &pending) == 0, pending < 4_096 { await Task.yield() }
    for number in 0..<100 { writer.write(Array("line \(number) of those that wait\n".utf8)) }
    let reading = LogPipe.Reader(descriptor: readEnd)
    while !reading.text.contains("dropped") { await Task.yield() }
    close(writeEnd)
    let lines = reading.finish()
    let dropped = try #require(lines.last(where: { $0.contains("dropped") }))
    let kept = lines.filter { $0.hasPrefix("line ") }.count
    #expect(kept > 0 && kept < 100)
    #expect(dropped.contains("\"count\":\"\(100 - kept)\""))
  }
}

extension String {
  fileprivate var json: JSONValue { .string(self) }
}
