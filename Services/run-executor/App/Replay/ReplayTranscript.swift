import Contracts
import Domain
import Foundation
import JSON
import Storage
import Synchronization

/// Puts what happens in a replay into words.
final class ReplayTranscript: Sendable {
  private struct Step {
    var activity: String
    var attempt: Int
    var begun: ContinuousClock.Instant
  }

  private let report: @Sendable (ReplayEvent) -> Void
  private let current = Mutex<Step?>(nil)
  private let clock = ContinuousClock()

  init(report: @escaping @Sendable (ReplayEvent) -> Void) { self.report = report }

  /// What the session is watched with.
  var observer: RunObserver {
    RunObserver(step: { self.step($0, $1) }, line: { self.line($0) })
  }

  func note(_ text: String, _ fields: JSONObject = [:]) { report(ReplayEvent(.replay, text, fields)) }

  func record(_ text: String, _ fields: JSONObject) { report(ReplayEvent(.record, text, fields)) }

  func received(_ trigger: RunTriggered, from source: String) {
    let body: JSONValue = [
      "runID": .string(trigger.runID.lowercased), "endpointID": .string(trigger.endpointID.lowercased),
    ]
    report(
      ReplayEvent(
        .message, "received \(RunTriggered.type.rawValue) (\(source)) \(body.encodedString)",
        [
          "direction": "in", "type": .string(RunTriggered.type.rawValue), "source": .string(source),
          "body": body,
        ]))
  }

  func wouldSend(_ message: OutboxMessage) {
    let body = (try? JSONValue(parsing: message.body)) ?? .string(message.body)
    report(
      ReplayEvent(
        .message,
        "would send \(message.type.rawValue) to \(message.exchange.rawValue) (\(message.routingKey)) "
          + body.encodedString,
        [
          "direction": "out", "type": .string(message.type.rawValue),
          "exchange": .string(message.exchange.rawValue), "routingKey": .string(message.routingKey),
          "body": body,
        ]))
  }

  func ended(_ outcome: ReplayOutcome, knowing former: Run) {
    let same = former.status.rawValue == outcome.words.prefix { $0 != " " }
    let text =
      "the run would end \(outcome.words); it had ended \(former.status.rawValue)"
      + (former.errorCode.map { " \($0)" } ?? "") + (same ? ", as now" : "") + "; nothing was written or sent"
    var fields: JSONObject = ["wouldEnd": .string(String(outcome.words.prefix { $0 != " " }))]
    switch outcome {
    case .succeeded: break
    case .failed(let code, let error):
      fields["errorCode"] = .string(code)
      fields["error"] = .string(error)
    case .skipped(let reason): fields["reason"] = .string(reason)
    }
    fields["hadEnded"] = .string(former.status.rawValue)
    report(ReplayEvent(.result, text, fields))
  }

  // MARK: Steps

  private func step(_ event: RunSessionStateMachine.Event, _ action: RunSessionStateMachine.Action) {
    switch event {
    case .ready, .collected: over("ok")
    case .skip(let reason, let text):
      over("skipped", ["reason": .string(reason.reason(text))], reason.reason(text))
    case .workFailed(let failure):
      over(
        "failed", ["errorCode": .string(failure.code), "error": .string(failure.message)],
        "\(failure.code): \(failure.message)")
    case .workTimedOut: over("failed", [:], "its time is over")
    case .written: over("ok")
    case .writeFailed(let failure): over("failed", [:], failure.message)
    case .storageAway: over("failed", [:], "the database could not be reached")
    case .claimed, .pauseOver, .interrupted: break
    }
    switch action {
    case .perform(let work, let attempt, _): begin(work.activity, attempt)
    case .write(let verdict):
      begin(verdict == .succeeded ? .persistCatalogRecords : verdict.activity, 1)
    case .pause(let until): note("waiting before the next try", ["untilSecond": .double(until / .seconds(1))])
    case .handBack, .recordCancellation, .stop: break
    }
  }

  private func begin(_ activity: ActivityName, _ attempt: Int) {
    current.withLock { $0 = Step(activity: activity.rawValue, attempt: attempt, begun: clock.now) }
    report(
      ReplayEvent(
        .activity, "\(activity.rawValue), try \(attempt): begins",
        ["activity": .string(activity.rawValue), "try": .int(Int64(attempt)), "outcome": "begins"]))
  }

  private func over(_ outcome: String, _ more: JSONObject = [:], _ why: String = "") {
    let taken = current.withLock { step in
      defer { step = nil }
      return step
    }
    guard let step = taken else { return }
    let elapsed = Int64((clock.now - step.begun) / .milliseconds(1))
    var fields: JSONObject = [
      "activity": .string(step.activity), "try": .int(Int64(step.attempt)), "outcome": .string(outcome),
      "durationMs": .int(elapsed),
    ]
    for (key, value) in more { fields[key] = value }
    let text = "\(step.activity), try \(step.attempt): \(outcome) after \(elapsed) ms"
    report(ReplayEvent(.activity, why.isEmpty ? text : "\(text): \(why)", fields))
  }

  private func line(_ line: RunLogText) {
    let metadata = line.metadata.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    var fields: JSONObject = ["level": .string(line.level.rawValue), "message": .string(line.message)]
    fields["metadata"] = .object(JSONObject(line.metadata.map { ($0.key, .string($0.value)) }) { $1 })
    report(
      ReplayEvent(
        .log, "\(line.level.rawValue) \(line.message)" + (metadata.isEmpty ? "" : " " + metadata), fields,
        at: line.at))
  }
}
