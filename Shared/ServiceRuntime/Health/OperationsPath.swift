/// The addresses at which a process tells of itself.
public enum OperationsPath {
  static let live = "/health/live"
  static let ready = "/health/ready"
  static let metrics = "/metrics"
  /// Asked for by machines that watch the process, and by nobody whom it serves.
  public static let all: Set = [live, ready, metrics]
}
