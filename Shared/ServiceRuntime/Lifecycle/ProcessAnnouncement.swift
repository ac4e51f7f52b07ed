import Domain
import JSON
import Logging
import ServiceLifecycle

/// Tells once, as soon as it can be told, that this process has started: which version, with which settings.
public struct ProcessAnnouncement: Service {
  /// What is told.
  public struct Start: Sendable {
    /// `run-executor-1@host`
    public var name: String
    public var service: String
    public var version: String
    /// Name → `{value, source}`, without secrets.
    public var settings: JSONValue
  }

  private static let backoff = Backoff(initial: .seconds(1), cap: .seconds(30))

  private let start: Start
  private let logger: Logger
  private let announce: @Sendable (Start) async throws -> Void

  /// - Parameter announce: tried until it succeeds.
  public init(
    identity: ProcessIdentity, settings: [EffectiveSetting], logger: Logger,
    announce: @escaping @Sendable (Start) async throws -> Void
  ) {
    let members = settings.map { setting -> (String, JSONValue) in
      var member: JSONObject = ["source": .string(setting.source.rawValue)]
      if let value = setting.value { member["value"] = .string(value) }
      return (setting.name, .object(member))
    }
    start = Start(
      name: identity.label, service: identity.service, version: NucleusVersion.current,
      settings: .object(JSONObject(members) { first, _ in first }))
    self.logger = logger
    self.announce = announce
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var attempt = 0
      while !Task.isCancelled {
        do {
          return try await announce(start)
        } catch {
          attempt += 1
          logger.debug("Start not announced.", metadata: [LogKey.error: "\(error)"])
          try? await Task.sleep(for: Self.backoff.delay(beforeRetry: attempt))
        }
      }
    }
    // A service that returns early would end the process.
    try? await gracefulShutdown()
  }
}
