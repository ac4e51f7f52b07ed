import Foundation

/// A process of a platform, as `dev/start` and its pid file name it.
enum PlatformProcess: Hashable, Sendable {
  case scheduler(Int = 1)
  case gateway(Int = 1)
  case executor(Int = 1)
  case postgres
  case rabbitmq

  static let services: [PlatformProcess] = [.scheduler(), .executor(), .gateway()]

  /// The name of its pid file and log.
  var name: String {
    switch self {
    case .scheduler(1): "scheduler"
    case .scheduler(let number): "scheduler-\(number)"
    case .gateway(1): "api-gateway"
    case .gateway(let number): "api-gateway-\(number)"
    case .executor(let number): "run-executor-\(number)"
    case .postgres: "postgres"
    case .rabbitmq: "rabbitmq"
    }
  }

  /// The arguments of `dev/start`.
  var startArguments: [String] {
    switch self {
    case .scheduler(let number): ["scheduler", "\(number)"]
    case .gateway(let number): ["api-gateway", "\(number)"]
    case .executor(let number): ["executor", "\(number)"]
    case .postgres: ["postgres"]
    case .rabbitmq: ["rabbitmq"]
    }
  }
}
