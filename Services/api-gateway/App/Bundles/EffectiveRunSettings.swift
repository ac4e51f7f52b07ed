import Domain
import Foundation
import JSON

/// The limits, retries and timeouts that held for a run, each with where it comes from.
struct EffectiveRunSettings {
  /// Where a value comes from: the endpoint's own parameters, or what holds without them.
  private enum Source: String { case endpoint, `default` }

  let endpoint: Endpoint

  /// Name → `{value, source}`. What the environment of a process decides stands with the process.
  var json: JSONValue {
    let limits = EndpointLimits(parameters: endpoint.parameters)
    let given = endpoint.parameters["limits"]
    let retry = RetryPolicy()
    func limit(_ value: JSONValue, _ path: String...) -> JSONValue {
      let isGiven = path.reduce(given) { $0?[$1] }.map { !$0.isNull } ?? false
      return Self.member(value, isGiven ? .endpoint : .default)
    }
    return [
      "limits.maxConcurrentRuns": limit(.int(Int64(limits.maxConcurrentRuns)), "maxConcurrentRuns"),
      "limits.requestsPerSecond": limit(
        limits.requestsPerSecond.map { .double($0) } ?? .null, "requestsPerSecond"),
      "limits.runTimeoutSeconds": limit(.int(Int64(limits.runTimeoutSeconds)), "runTimeoutSeconds"),
      "limits.breaker.failures": limit(.int(Int64(limits.breaker.failures)), "breaker", "failures"),
      "limits.breaker.openSeconds": limit(.int(Int64(limits.breaker.openSeconds)), "breaker", "openSeconds"),
      "limits.staleThreshold": limit(.double(limits.staleThreshold), "staleThreshold"),
      "retry.attempts": Self.member(.int(Int64(retry.attempts)), .default),
      "retry.backoff.initialSeconds": Self.seconds(retry.backoff.initial),
      "retry.backoff.capSeconds": Self.seconds(retry.backoff.cap),
      "retry.backoff.jitter": Self.member(.double(retry.backoff.jitter), .default),
      "activity.timeoutSeconds": retry.timeout.map(Self.seconds) ?? Self.member(.null, .default),
      "run.mostClaims": Self.member(.int(Int64(RunStateMachine.maxClaims)), .default),
    ]
  }

  private static func seconds(_ duration: Duration) -> JSONValue {
    member(.double(duration / .seconds(1)), .default)
  }

  private static func member(_ value: JSONValue, _ source: Source) -> JSONValue {
    ["value": value, "source": .string(source.rawValue)]
  }
}
