import Foundation

/// An account of the system.
struct ServerAccount: Sendable {
  let user: uid_t
  let group: gid_t

  /// Nil where there is none of the name.
  init?(named name: String) {
    // Servers are started side by side, and `getpwnam` answers all threads in the same memory.
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var texts = [CChar](repeating: 0, count: 65_536)
    guard getpwnam_r(name, &entry, &texts, texts.count, &found) == 0, found != nil else { return nil }
    user = entry.pw_uid
    group = entry.pw_gid
  }

  /// Gives it a file or folder.
  func own(_ path: String) throws {
    guard chown(path, user, group) == 0 else {
      throw PrivateDatabaseError("\(path) cannot be given to user \(user): error \(errno)")
    }
  }
}
