import Domain
import Foundation
import JSON
import Logging
import Storage
import Synchronization
import Testing

@testable import RunExecutor

@Suite struct RunLogTests {
  /// What reaches the process's log.
  private final class Sink: Sendable {
    let messages = Mutex<[String]>([])
  }

  private struct SinkHandler: LogHandler {
    let sink: Sink
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let run = metadata["run-id"].map { "\($0) " } ?? ""
      sink.messages.withLock { $0.append(run + event.message.description) }
    }
  }

  private let sink = Sink()
  private let claimed = SampleClaim.make { $0.run.executor = "run-executor-1@test" }

  private func log() -> (RunLog, Logger) {
    let log = RunLog(run: claimed)
    let handler = SinkHandler(sink: sink)
    return (log, log.logger(like: Logger(label: "tests") { _ in handler }))
  }

  @Test func linesAreKeptFromDebugOnAndWrittenByTheProcessAsItsLevelSays() {
    let (log, logger) = log()
    logger.trace("too much")
    logger.debug("statement sent", metadata: ["statement": "columns"])
    logger.warning("locked")
    #expect(sink.messages.withLock(\.self) == ["\(claimed.run.id.uuidString.lowercased()) locked"])
    let lines = log.lines(from: .debug)
    #expect(lines.map(\.message) == ["statement sent", "locked"])
    #expect(lines.map(\.level) == [.debug, .warning])
    #expect(lines[0].metadata == ["statement": "columns"])
    // Which run it is the row says.
    #expect(lines[1].metadata == nil)
    #expect(lines.allSatisfy { $0.runID == claimed.run.id && $0.attempt == 1 })
    #expect(lines[0].executor == "run-executor-1@test")
    #expect(log.lines(from: .info).map(\.message) == ["locked"])
  }

  @Test func nothingSecretIsKept() {
    let (log, logger) = log()
    logger.info("before", metadata: ["url": "postgres://me:hunter2-canary@host/db"])
    log.learn(secrets: ["geheim-canary"])
    logger.info(
      "after",
      metadata: ["said": "wrong password geheim-canary\u{7}", "password": "anything", "nested": ["a": "b"]])
    let text = log.lines(from: .debug).map { "\($0.message) \($0.metadata?.encodedString ?? "")" }.joined()
    #expect(!text.contains("canary"))
    #expect(!text.contains("anything"))
    #expect(text.contains("nested.a"))
    #expect(!text.contains("\\u0007"))
  }

  @Test func aSuccessKeepsNothingThatIsNotWorthANote() {
    let (log, logger) = log()
    for number in 0..<50 { logger.debug("step", metadata: ["number": "\(number)"]) }
    #expect(log.lines(from: .info).isEmpty)
  }

  @Test func aLineTooLargeLosesItsMetadataAndNotItsMessage() throws {
    let (log, logger) = log()
    logger.info(
      "large",
      metadata: .init(
        uniqueKeysWithValues: (0..<20).map { ("key\($0)", "\(String(repeating: "x", count: 1_000))") }))
    let line = try #require(log.lines(from: .info).first)
    #expect(line.message == "large")
    let stored = try #require(line.metadata?.encodedString.utf8.count)
    #expect(stored > 1_000 && stored <= RunLogEntry.largestText)
  }

  /// A line that is kept as it came holds what its endpoint's credentials turn out to be; what leaves never does.
  @Test(arguments: [10, 10_000]) func secretsThatBecomeKnownLaterAreMaskedToo(size: Int) {
    let told = Mutex<[String]>([])
    let log = RunLog(run: claimed) { line in
      told.withLock { $0.append("\(line.message) \(line.metadata)") }
    }
    let padding = String(repeating: "y", count: size)
    log.learn(secrets: ["zeroth-canary"])
    log.append(
      level: .info, message: "said zeroth-canary", metadata: ["text": "\(padding)", "a": "zeroth-canary"],
      at: Date())
    log.append(level: .info, message: "said first-canary", metadata: ["said": "first-canary"], at: Date())
    log.learn(secrets: ["first-canary"])
    let text = log.lines(from: .debug).map { "\($0.message) \($0.metadata?.encodedString ?? "")" }.joined()
    #expect(text.contains("said") && !text.contains("canary"))
    #expect(told.withLock { $0.count == 2 && !$0[0].contains("canary") })
  }
}
