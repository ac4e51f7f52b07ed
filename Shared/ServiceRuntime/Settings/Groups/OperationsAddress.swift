/// Settings that say where a process answers `/health/live` and `/health/ready`.
public protocol OperationsAddress: SettingsGroup {
  /// The address it listens on, which may be the one that stands for all of the machine's.
  var host: String { get }
  var port: Int { get }
}
