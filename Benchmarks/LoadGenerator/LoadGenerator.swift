import Foundation

/// `load-generator PLAN RESULTS`: puts the load of a plan on a gateway and writes down what came of it.
///
/// It runs on the same machine as what it measures, so it costs as little as it can: blocking sockets, requests
/// made once, answers searched rather than parsed.
@main
struct LoadGenerator {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: load-generator PLAN.json RESULTS.json\n".utf8))
      exit(64)
    }
    let plan = try JSONDecoder().decode(
      LoadPlan.self, from: Data(contentsOf: URL(fileURLWithPath: arguments[1])))
    let results = try LoadRun(plan).carryOut()
    try JSONEncoder().encode(results).write(to: URL(fileURLWithPath: arguments[2]))
  }
}
