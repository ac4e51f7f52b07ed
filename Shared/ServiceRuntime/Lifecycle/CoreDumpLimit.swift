import Glibc

/// What a crash may leave behind: a core dump would hold every secret that the process has in memory (S29).
enum CoreDumpLimit {
  /// Forbids core dumps for the rest of the process, and for what it starts. A crash still says where it happened.
  static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }
}
