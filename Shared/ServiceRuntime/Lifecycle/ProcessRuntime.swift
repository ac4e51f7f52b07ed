import ArgumentParser
import CoreMetrics
import CrashPoints
import Domain
import Logging
import ServiceLifecycle
import Telemetry
import TraceExport
import Tracing
import UnixSignals

/// What every service process has: its identity, logs, metrics, readiness, and the way it starts and stops.
public struct ProcessRuntime: Sendable {
  public let identity: ProcessIdentity
  public let logger: Logger
  public let metrics: PrometheusRegistry
  public let readiness: Readiness
  private let shutdownGrace: Duration
  /// Nil where no spans are recorded.
  private let exporter: SpanExporter?

  /// Sets up logging, metrics and traces for the whole process. Call it once, before anything logs or counts.
  /// - Parameter redactor: knows the secrets of the settings, so that no log line shows one.
  public static func bootstrap(
    service: String, settings: RuntimeSettings, redactor: Redactor = Redactor(),
    metrics: PrometheusRegistry = PrometheusRegistry()
  ) -> ProcessRuntime {
    let identity = ProcessIdentity(service: service, instance: settings.instance)
    let writer = LogWriter()
    LoggingSystem.bootstrap(
      { label, provider in
        var handler = StructuredLogHandler(
          label: label, level: settings.logLevel, identity: identity, format: settings.logFormat,
          redactor: redactor, writer: writer)
        handler.metadataProvider = provider
        return handler
      }, metadataProvider: .trace)
    FileDescriptorLimit.raise()
    CoreDumpLimit.forbid()
    MetricsSystem.bootstrap(metrics)
    ProcessMetrics.register(with: metrics)
    let readiness = Readiness()
    ReadinessMetrics.register(readiness, service: service, with: metrics)
    return ProcessRuntime(
      identity: identity, logger: Logger(label: service), metrics: metrics, readiness: readiness,
      shutdownGrace: settings.shutdownGrace, exporter: startTracing(settings.tracing, identity))
  }

  /// Ids are made and passed on in any case; spans are recorded where there is somebody to take them.
  private static func startTracing(_ settings: TracingSettings, _ identity: ProcessIdentity) -> SpanExporter?
  {
    let buffer = settings.collector.map { _ in SpanBuffer() }
    InstrumentationSystem.bootstrap(
      SpanTracer(sampler: TraceSampler(ratio: settings.sampling), buffer: buffer))
    guard let collector = settings.collector, let buffer else { return nil }
    let resource = OTLPResource(
      service: identity.service, instance: identity.label, host: identity.host,
      version: NucleusVersion.current)
    return SpanExporter(
      collector, buffer: buffer, resource: resource, logger: Logger(label: "\(identity.service).traces"))
  }

  init(
    identity: ProcessIdentity, logger: Logger, metrics: PrometheusRegistry, readiness: Readiness,
    shutdownGrace: Duration, exporter: SpanExporter? = nil
  ) {
    self.identity = identity
    self.logger = logger
    self.metrics = metrics
    self.readiness = readiness
    self.shutdownGrace = shutdownGrace
    self.exporter = exporter
  }

  /// Runs services until SIGTERM or SIGINT, which ends them in reverse order within the grace period.
  ///
  /// - Parameter services: in the order of their dependencies: a service comes after those it uses.
  /// - Throws: the process's exit code: 78 for wrong settings, 1 for any other failure.
  public func run(_ services: [any Service]) async throws(ExitCode) {
    do {
      try await start(services)
      logger.info("Stopped.")
    } catch let error as SettingsError {
      error.report(by: identity.service)
      throw ExitCode(SettingsError.exitCode)
    } catch {
      logger.critical("Ended by an error.", metadata: [LogKey.error: "\(error)"])
      throw ExitCode.failure
    }
  }

  private func start(_ services: [any Service]) async throws {
    if let fault = CrashPoint.environmentFault {
      throw SettingsError(issues: [SettingsIssue(name: "NUCLEUS_CRASH_AT", reason: fault)])
    }
    logger.info("Starting.", metadata: ["version": "\(NucleusVersion.current)"])
    // Spans go out until everybody else has stopped.
    let tracing: [any Service] = exporter.map { [$0] } ?? []
    // Last in the list, so first to hear of the shutdown.
    let all = tracing + services + [ShutdownNotice(readiness: readiness, logger: logger)]
    var configuration = ServiceGroupConfiguration(
      services: all.map { service in
        // The default name is the service's description, which may hold anything.
        ServiceGroupConfiguration.ServiceConfiguration(
          service: service, serviceName: "\(type(of: service))")
      },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: groupLogger)
    configuration.maximumGracefulShutdownDuration = shutdownGrace
    // A service deaf to cancellation too must not keep the process for ever.
    configuration.maximumCancellationDuration = .seconds(10)
    try await ServiceGroup(configuration: configuration).run()
  }

  /// The group reports each service at debug; its warnings and errors are kept.
  private var groupLogger: Logger { Logger(label: "\(identity.service).lifecycle") }
}
