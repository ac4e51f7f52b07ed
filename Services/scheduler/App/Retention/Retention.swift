import Logging
import ServiceLifecycle

/// Forgets what is over and old, apart from all work that somebody waits for. Any number of schedulers may do so at
/// once.
struct Retention: Service {
  let schema: SchemaWatch
  private let pass: RetentionPass

  private static let interval = Duration.seconds(60)

  init(_ rules: [RetentionRule], schema: SchemaWatch, logger: Logger) {
    self.schema = schema
    pass = RetentionPass(rules, logger: logger)
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      while !Task.isCancelled {
        await pass.run()
        try? await Task.sleep(for: Self.interval)
      }
    }
  }
}
