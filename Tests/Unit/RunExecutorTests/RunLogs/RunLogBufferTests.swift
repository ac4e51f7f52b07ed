import Domain
import Foundation
import Logging
import TestSupport
import Testing

@testable import RunExecutor

@Suite struct RunLogBufferTests {
  private let start = Date(timeIntervalSince1970: 1_700_000_000)

  private func line(
    _ number: Int, _ level: RunLogLine.Level = .debug, text: String = "step"
  ) -> RunLogEntry {
    RunLogEntry(
      at: start.addingTimeInterval(Double(number)), level: level, message: text,
      metadata: ["number": "\(number)"])
  }

  @Test func theOldestOfTheLesserLinesLeaveFirst() {
    var buffer = RunLogBuffer(mostLines: 3, mostBytes: 100_000)
    for (number, level) in [RunLogLine.Level.warning, .debug, .info, .debug, .warning].enumerated() {
      buffer.append(line(number, level))
    }
    #expect(buffer.entries.map(\.level) == [.warning, .info, .warning])
    #expect(buffer.dropped == [.debug: 2])
    buffer.append(line(5, .error))
    #expect(buffer.entries.map(\.level) == [.warning, .warning, .error])
    #expect(buffer.entries(from: .warning).count == 3)
  }

  @Test func whatIsMissingIsTold() throws {
    var buffer = RunLogBuffer(mostLines: 2, mostBytes: 100_000)
    for number in 0..<5 { buffer.append(line(number, number == 0 ? .debug : .info)) }
    let told = buffer.entries(from: .debug)
    #expect(told.count == 3)
    #expect(told.first?.level == .notice && told.first?.metadata == ["lines": "3"])
    #expect(buffer.entries(from: .info).first?.metadata == ["lines": "2"])
    #expect(RunLogBuffer().entries(from: .debug).isEmpty)
  }

  /// Whatever comes: never more than allowed, in order, the most important ones kept, nobody lost uncounted.
  @Test(arguments: 0..<100) func boundsHoldForAnyLog(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let mostLines = Int.random(in: 1...20, using: &random)
    let mostBytes = Int.random(in: 200...4_000, using: &random)
    var buffer = RunLogBuffer(mostLines: mostLines, mostBytes: mostBytes)
    let count = Int.random(in: 0...100, using: &random)
    for number in 0..<count {
      let level = RunLogLine.Level.allCases.randomElement(using: &random) ?? .info
      buffer.append(
        line(number, level, text: String(repeating: "x", count: Int.random(in: 0...300, using: &random))))
      #expect(buffer.entries.count <= mostLines)
      #expect(buffer.entries.reduce(0) { $0 + $1.size } <= mostBytes || buffer.entries.isEmpty)
    }
    #expect(buffer.entries.map(\.at) == buffer.entries.map(\.at).sorted())
    #expect(buffer.entries.count + buffer.dropped.values.reduce(0, +) == count)
  }
}
