import Foundation

/// A folder for the time of one test.
struct ScratchFolder {
  let url: URL

  static func with<R>(_ body: (ScratchFolder) async throws -> R) async throws -> R {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "nucleus-conformance-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(ScratchFolder(url: url))
  }

  /// Writes a file and gives its path.
  func write(_ bytes: some Sequence<UInt8>, as name: String) throws -> String {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path
  }
}
