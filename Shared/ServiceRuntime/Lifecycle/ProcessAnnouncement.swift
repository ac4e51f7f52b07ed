import Domain
import JSON
import Logging
import ServiceLifecycle

/// Tells, as soon as it can be told, that this process has started, which version and with which settings, and now and
/// then that it is still there.
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
  private let interval: Duration
  private let announce: @Sendable (Start) async throws -> Void
  private let renew: @Sendable (Start) async throws -> Void

  /// - Parameters:
  ///   - interval: between two renewals.
  ///   - announce: tried until it succeeds.
  ///   - renew: as well.
  public init(
    identity: ProcessIdentity, settings: [EffectiveSetting], logger: Logger, renewedEvery interval: Duration,
    announce: @escaping @Sendable (Start) async throws -> Void,
    renew: @escaping @Sendable (Start) async throws -> Void
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
    self.interval = interval
    self.announce = announce
    self.renew = renew
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await succeed(announce)
      while !Task.isCancelled {
        do {
          try await Task.sleep(for: interval)
        } catch {
          return
        }
        await succeed(renew)
      }
    }
  }

  private func succeed(_ tell: @Sendable (Start) async throws -> Void) async {
    var attempt = 0
    while !Task.isCancelled {
      do {
        return try await tell(start)
      } catch {
        attempt += 1
        logger.debug("Start not announced.", metadata: [LogKey.error: "\(error)"])
        try? await Task.sleep(for: Self.backoff.delay(beforeRetry: attempt))
      }
    }
  }
}
