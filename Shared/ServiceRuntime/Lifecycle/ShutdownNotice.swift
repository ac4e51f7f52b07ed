import Logging
import ServiceLifecycle

/// Makes the process not ready and says so as soon as the shutdown begins.
struct ShutdownNotice: Service {
  let readiness: Readiness
  let logger: Logger

  func run() async throws {
    try? await gracefulShutdown()
    guard !Task.isCancelled else { return }
    readiness.beginShutdown()
    logger.info("Stopping.")
  }
}
