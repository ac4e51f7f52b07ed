/// The fields of `/proc/<pid>/stat` that are exported.
struct ProcessStatistics: Hashable {
  let cpuTicks: Double
  let threads: Double
  /// Ticks from the start of the machine to that of the process.
  let startTicks: Double
  let virtualBytes: Double
  let residentPages: Double

  init?(parsing text: String) {
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
    // Field 3 of proc(5) is the first one here.
    func field(_ number: Int) -> Double? {
      fields.indices.contains(number - 3) ? Double(fields[number - 3]) : nil
    }
    guard let user = field(14), let system = field(15), let threads = field(20), let start = field(22),
      let virtual = field(23), let resident = field(24)
    else { return nil }
    cpuTicks = user + system
    self.threads = threads
    startTicks = start
    virtualBytes = virtual
    residentPages = resident
  }

  /// Seconds since 1970 at which the machine started, out of `/proc/stat`.
  static func bootTime(in text: String) -> Double? {
    for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
      return Double(line.dropFirst(6))
    }
    return nil
  }

  /// The soft limit of open descriptors, out of `/proc/<pid>/limits`.
  static func openFileLimit(in text: String) -> Double? {
    let title = "Max open files"
    for line in text.split(separator: "\n") where line.hasPrefix(title) {
      return line.dropFirst(title.count).split(separator: " ").first.flatMap { Double($0) }
    }
    return nil
  }
}
