import ArgumentParser
import ServiceRuntime

/// `api-gateway metrics`: prints the page that describes the metrics of all services.
struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Prints the reference page of all metrics, as it is in docs/operations."
  )

  func run() { print(MetricInventory.page, terminator: "") }
}
