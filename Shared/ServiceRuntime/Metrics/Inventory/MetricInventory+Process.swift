extension MetricInventory {
  /// What the kernel says of each process, under the names common to Prometheus clients.
  static let process = [
    MetricDescription("process_cpu_seconds_total", .counter, "User and system CPU time in seconds."),
    MetricDescription("process_resident_memory_bytes", .gauge, "Resident memory in bytes."),
    MetricDescription("process_virtual_memory_bytes", .gauge, "Virtual memory in bytes."),
    MetricDescription("process_threads", .gauge, "Threads."),
    MetricDescription("process_start_time_seconds", .gauge, "Start of the process in seconds since 1970."),
    MetricDescription("process_open_fds", .gauge, "Open descriptors."),
    MetricDescription("process_max_fds", .gauge, "Most open descriptors allowed."),
  ]
}
