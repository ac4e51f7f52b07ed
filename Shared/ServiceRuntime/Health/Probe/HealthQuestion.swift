/// What a process of this machine can be asked about itself.
enum HealthQuestion: String {
  /// Whether it answers at all.
  case live = "/health/live"
  /// Whether it can do its work right now.
  case ready = "/health/ready"
}
