import Connectors
import Contracts
import Domain
import Foundation

/// What the executor can be told.
public struct ExecutorConfiguration: Sendable {
  /// The process, as runs and messages name it: `run-executor-1@host`.
  public var name: String
  /// The process as a member among the executors, made anew at each start.
  public var memberID = UUID()
  /// Names the process's own queues, so that no two processes ever share them.
  public var queueInstance: String { memberID.lowercased }
  /// Runs of the process at once.
  public var maxRuns = 512
  /// How long a run stays claimed without renewal.
  public var leaseTTL = Duration.seconds(15)
  /// How often the leases of all runs are renewed.
  public var heartbeat = Duration.seconds(5)
  /// How long a delivery may wait for a slot before it goes back to its queue: well below the broker's own
  /// patience with unacknowledged messages.
  public var slotPatience = Duration.seconds(15 * 60)
  /// How often the endpoints are read anew, for events that were missed.
  public var reconcileInterval = Duration.seconds(10)
  /// How often consumers are looked after.
  public var watchdogInterval = Duration.seconds(2)
  /// How long a consumer may stay silent while messages wait for it.
  public var deafPatience = Duration.seconds(5)
  /// How long runs may go on after the shutdown began, before they are handed back.
  public var drainTime = Duration.seconds(15)
  /// How long a connection test may take, so that its answer meets the caller's deadline.
  public var testDeadline = Duration.seconds(8)
  /// Endpoints consumed over one connection, below the channels that brokers allow by default (2,047).
  public var consumersPerConnection = 1_900
  /// How activities are repeated.
  public var retry = RetryPolicy()
  public var addressPolicy = AddressPolicy()
  public var webhooks = WebhookOptions()

  public init(name: String) { self.name = name }

  /// The time to let runs finish within a grace period that must also see them handed back, the outbox sent and
  /// the connections closed.
  public static func drainTime(within grace: Duration) -> Duration { grace - min(.seconds(5), grace * 0.4) }
}
