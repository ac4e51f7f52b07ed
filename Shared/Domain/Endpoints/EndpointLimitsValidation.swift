import JSON
import OrderedCollections

/// Checks `limits` and `preview`, which every kind of endpoint takes.
enum EndpointLimitsValidation {
  static func check(_ parameters: JSONObject) throws(ConfigIssue) {
    let limits = parameters["limits"]?.objectValue ?? [:]
    try checkKeys(
      of: limits, in: "limits",
      known: ["maxConcurrentRuns", "requestsPerSecond", "runTimeoutSeconds", "breaker", "staleThreshold"])
    try checkWhole(limits["maxConcurrentRuns"], "limits.maxConcurrentRuns", EndpointLimits.concurrencyRange)
    try checkWhole(limits["runTimeoutSeconds"], "limits.runTimeoutSeconds", EndpointLimits.timeoutRange)
    if let rate = limits["requestsPerSecond"], !rate.isNull,
      !EndpointLimits.rateRange.contains(rate.doubleValue ?? 0)
    {
      throw ConfigIssue("limits.requestsPerSecond", "must be a number from 0.01 to 10000")
    }
    if let threshold = limits["staleThreshold"], !threshold.isNull,
      !EndpointLimits.thresholdRange.contains(threshold.doubleValue ?? -1)
    {
      throw ConfigIssue("limits.staleThreshold", "must be a number from 0 to 1")
    }
    let breaker = try object(limits["breaker"], "limits.breaker")
    try checkKeys(of: breaker, in: "limits.breaker", known: ["failures", "openSeconds"])
    try checkWhole(breaker["failures"], "limits.breaker.failures", BreakerLimits.failuresRange)
    try checkWhole(breaker["openSeconds"], "limits.breaker.openSeconds", BreakerLimits.openRange)

    let preview = parameters["preview"]?.objectValue ?? [:]
    try checkKeys(of: preview, in: "preview", known: ["enabled", "maxRows", "minIntervalSeconds"])
    if let enabled = preview["enabled"], !enabled.isNull, enabled.boolValue == nil {
      throw ConfigIssue("preview.enabled", "must be true or false")
    }
    try checkWhole(preview["maxRows"], "preview.maxRows", 0...50)
    try checkWhole(preview["minIntervalSeconds"], "preview.minIntervalSeconds", 0...31_536_000)
  }

  private static func object(_ value: JSONValue?, _ field: String) throws(ConfigIssue) -> JSONObject {
    guard let value, !value.isNull else { return [:] }
    guard let object = value.objectValue else { throw ConfigIssue(field, "must be an object") }
    return object
  }

  private static func checkKeys(
    of object: JSONObject, in path: String, known: [String]
  ) throws(ConfigIssue) {
    for key in object.keys where !known.contains(key) {
      throw ConfigIssue("\(path).\(key)", "is unknown; known are \(known.joined(separator: ", "))")
    }
  }

  private static func checkWhole(
    _ value: JSONValue?, _ field: String, _ range: ClosedRange<Int64>
  ) throws(ConfigIssue) {
    guard let value, !value.isNull else { return }
    guard let number = value.intValue, range.contains(number) else {
      throw ConfigIssue(field, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
