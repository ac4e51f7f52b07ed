import Glibc

/// What the kernel says of this process, under the names common to Prometheus clients.
enum ProcessMetrics {
  /// Adds the process's families to a registry.
  static func register(with registry: PrometheusRegistry) {
    let bootTime = ProcFile.text("/proc/stat").flatMap(ProcessStatistics.bootTime)
    registry.addCollector { families(bootTime: bootTime) }
  }

  private static func families(bootTime: Double?) -> [MetricFamily] {
    var families: [MetricFamily] = []
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    let page = Double(sysconf(Int32(_SC_PAGESIZE)))
    if let statistics = ProcFile.text("/proc/self/stat").flatMap(ProcessStatistics.init(parsing:)) {
      families += [
        MetricFamily(
          name: "process_cpu_seconds_total", kind: .counter, help: "User and system CPU time.",
          value: statistics.cpuTicks / ticks),
        MetricFamily(
          name: "process_resident_memory_bytes", kind: .gauge, help: "Resident memory.",
          value: statistics.residentPages * page),
        MetricFamily(
          name: "process_virtual_memory_bytes", kind: .gauge, help: "Virtual memory.",
          value: statistics.virtualBytes),
        MetricFamily(
          name: "process_threads", kind: .gauge, help: "Threads.", value: statistics.threads),
      ]
      if let bootTime {
        families.append(
          MetricFamily(
            name: "process_start_time_seconds", kind: .gauge, help: "Start since 1970.",
            value: bootTime + statistics.startTicks / ticks))
      }
    }
    if let open = ProcFile.entryCount("/proc/self/fd") {
      families.append(
        MetricFamily(name: "process_open_fds", kind: .gauge, help: "Open descriptors.", value: Double(open)))
    }
    if let limit = ProcFile.text("/proc/self/limits").flatMap(ProcessStatistics.openFileLimit) {
      families.append(
        MetricFamily(
          name: "process_max_fds", kind: .gauge, help: "Most open descriptors allowed.", value: limit))
    }
    return families
  }
}
