import Domain
import JSON

/// What a synthetic source was told to be.
struct SyntheticParameters: Sendable, Equatable {
  enum Failure: String, Sendable { case none, error, flaky, hang, crash, skip }

  var datasets = 3
  var fields = 5
  var rows: Int64 = 100
  var latencyMilliseconds: Int64 = 0
  var failure = Failure.none
  /// How often a flaky source fails, 0…1.
  var failureRate = 0.5
  var seed: Int64 = 1

  init() {}

  /// - Throws: `E_CONFIG_INVALID` naming the parameter.
  init(_ parameters: JSONValue) throws(RunFailure) {
    datasets = Int(try Self.whole(parameters, "datasets", 0...100_000) ?? Int64(datasets))
    fields = Int(try Self.whole(parameters, "fields", 0...2_000) ?? Int64(fields))
    rows = try Self.whole(parameters, "rows", 0...1_000_000_000) ?? rows
    latencyMilliseconds = try Self.whole(parameters, "latencyMs", 0...3_600_000) ?? latencyMilliseconds
    seed = try Self.whole(parameters, "seed", Int64.min...Int64.max) ?? seed
    if let value = parameters["failure"], !value.isNull {
      guard let known = value.stringValue.flatMap(Failure.init(rawValue:)) else {
        throw .configuration("failure must be none, error, flaky, hang, crash or skip", field: "failure")
      }
      failure = known
    }
    if let value = parameters["failureRate"], !value.isNull {
      guard let rate = value.doubleValue, (0...1).contains(rate) else {
        throw .configuration("failureRate must be a number from 0 to 1", field: "failureRate")
      }
      failureRate = rate
    }
  }

  private static func whole(
    _ parameters: JSONValue, _ name: String, _ range: ClosedRange<Int64>
  ) throws(RunFailure) -> Int64? {
    guard let value = parameters[name], !value.isNull else { return nil }
    guard let number = value.intValue, range.contains(number) else {
      throw .configuration(
        "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)", field: name)
    }
    return number
  }
}
