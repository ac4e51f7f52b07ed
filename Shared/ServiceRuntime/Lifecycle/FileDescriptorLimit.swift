import Glibc

/// How many files and sockets the process may have open.
enum FileDescriptorLimit {
  /// Raises the limit to what the system allows: the usual default is too low for a server with thousands of
  /// connections. Where it cannot be raised it stays.
  static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max
    else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
