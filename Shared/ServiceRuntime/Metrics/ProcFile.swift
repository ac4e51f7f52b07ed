import Glibc

/// Reads the small files of `/proc`, whose size the file system does not tell.
enum ProcFile {
  static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes.append(contentsOf: chunk[..<count])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number of entries of a folder, without `.` and `..` and the descriptor that reads it.
  static func entryCount(_ path: String) -> Int? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var count = -3
    while readdir(folder) != nil { count += 1 }
    return count
  }
}
