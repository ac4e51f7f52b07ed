import Foundation

/// Ports that no other test process takes while a process of this one is dead.
enum PortRange {
  private static let first = 25_900
  private static let size = 50
  private static let count = 100

  /// `first-last`; held until this process ends.
  static let mine: String = {
    let folder = FileManager.default.temporaryDirectory
    for number in 0..<count {
      let lower = first + number * size
      let lock = open(
        folder.appending(path: "nucleus-ports-\(lower).lock").path, O_CREAT | O_RDWR | O_CLOEXEC, 0o666)
      if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 { return "\(lower)-\(lower + size - 1)" }
      close(lock)
    }
    return "\(first)-\(first + size * count - 1)"
  }()
}
