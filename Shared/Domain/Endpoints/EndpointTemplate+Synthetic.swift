import JSON

extension EndpointTemplate {
  public static let synthetic = EndpointTemplate(
    kind: .synthetic, family: .stream, title: "Synthetic source", vendor: "Nucleus",
    description: "A made-up source inside the executor for trials, tests and benches.",
    fields: [
      EndpointField("datasets", "Datasets", .integer).with {
        $0.defaultValue = "3"
        $0.range = 0...100_000
      },
      EndpointField("fields", "Fields per dataset", .integer).with {
        $0.defaultValue = "5"
        $0.range = 0...2_000
      },
      EndpointField("rows", "Rows per dataset", .integer).with {
        $0.defaultValue = "100"
        $0.range = 0...1_000_000_000
      },
      EndpointField("latencyMs", "Latency in milliseconds", .integer).with {
        $0.defaultValue = "0"
        $0.range = 0...3_600_000
      },
      EndpointField("failure", "Failure", .choice).with {
        $0.defaultValue = "none"
        $0.choices = ["none", "error", "flaky", "hang", "crash", "skip"]
      },
      EndpointField("failureRate", "Failure rate", .number).with {
        $0.description = "How often a flaky source fails, from 0 to 1."
        $0.defaultValue = "0.5"
        $0.range = 0...1
      },
      EndpointField("seed", "Seed", .integer).with {
        $0.description = "The same seed makes the same catalog."
        $0.defaultValue = "1"
      },
    ] + EndpointField.forEveryKind,
    sampleConfig: [
      "templateId": "synthetic", "parameters": ["datasets": 3, "fields": 5, "rows": 100, "seed": 1],
    ], capabilities: [.collect])
}
