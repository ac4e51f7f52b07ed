import Domain
import Foundation
import TestSupport
import Testing

@testable import RunExecutor

@Suite struct RunLogBufferTests {
  private let start = Date(timeIntervalSince1970: 1_700_000_000)

  private func line(
    _ number: Int, _ level: RunLogLine.Level = .debug, text: String = "step"
  ) -> RunLogBuffer.Line {
    RunLogBuffer.Line(
      at: start.addingTimeInterval(Double(number)), level: level, message: text,
      metadata: [("number", "\(number)")])
  }

  @Test func theOldestOfTheLesserLinesLeaveFirst() {
    var buffer = RunLogBuffer(mostLines: 3, mostBytes: 100_000)
    for (number, level) in [RunLogLine.Level.warning, .debug, .info, .debug, .warning].enumerated() {
      buffer.append(line(number, level))
    }
    #expect(buffer.lines.map(\.level) == [.warning, .info, .warning])
    #expect(buffer.dropped == [.debug: 2])
    buffer.append(line(5, .error))
    #expect(buffer.lines.map(\.level) == [.warning, .warning, .error])
    #expect(buffer.lines(from: .warning).count == 3)
  }

  @Test func whatIsMissingIsTold() throws {
    var buffer = RunLogBuffer(mostLines: 2, mostBytes: 100_000)
    for number in 0..<5 { buffer.append(line(number, number == 0 ? .debug : .info)) }
    let told = buffer.lines(from: .debug)
    #expect(told.count == 3)
    #expect(told.first?.level == .notice && told.first?.metadata.first?.value == "3")
    #expect(buffer.lines(from: .info).first?.metadata.first?.value == "2")
    #expect(RunLogBuffer().lines(from: .debug).isEmpty)
  }

  @Test func aLineTooLargeLosesItsMetadataAndNotItsMessage() {
    var buffer = RunLogBuffer()
    var large = line(1)
    large.metadata = (0..<20).map { ("key\($0)", String(repeating: "x", count: 1_000)) }
    buffer.append(large)
    #expect(buffer.lines.count == 1)
    #expect(buffer.lines[0].size <= RunLogBuffer.largestLine)
    #expect(!buffer.lines[0].metadata.isEmpty)
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
      #expect(buffer.lines.count <= mostLines)
      #expect(buffer.lines.reduce(0) { $0 + $1.size } <= mostBytes || buffer.lines.isEmpty)
    }
    #expect(buffer.lines.map(\.at) == buffer.lines.map(\.at).sorted())
    #expect(buffer.lines.count + buffer.dropped.values.reduce(0, +) == count)
  }
}
