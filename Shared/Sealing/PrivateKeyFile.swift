import Foundation
import Glibc

/// The file with an executor's private keys: one key a line, empty lines and lines that begin with `#` aside.
public enum PrivateKeyFile {
  /// Reads the keys of a file that nobody else can read (``isExposed(mode:owner:reader:)``).
  /// - Throws: `.unreadableKeyFile`, `.exposedKeyFile`, `.invalidKey` with the number of the line, `.noKey`.
  public static func load(path: String) throws(SealingError) -> [SealingPrivateKey] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // The mode is asked of the open file, which nobody can exchange between the check and the reading.
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
    guard !isExposed(mode: status.st_mode, owner: status.st_uid, reader: geteuid()) else {
      throw SealingError(.exposedKeyFile, "can be read by others: run chmod 600 \(path)")
    }
    guard let data = try? file.readToEnd() ?? Data(), let text = String(validating: data, as: UTF8.self)
    else {
      throw unreadable(path)
    }
    return try parse(text)
  }

  /// Reads the keys of a file's content.
  /// - Throws: `.invalidKey` with the number of the line, `.noKey`.
  public static func parse(_ text: String) throws(SealingError) -> [SealingPrivateKey] {
    var keys: [SealingPrivateKey] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") { continue }
      do {
        keys.append(try SealingPrivateKey(text: line))
      } catch {
        throw SealingError(error.code, "line \(index + 1) \(error.description)")
      }
    }
    if keys.isEmpty { throw SealingError(.noKey, "holds no private key") }
    return keys
  }

  /// Writes a new file, readable by its owner alone, that names each key's public half in a comment.
  /// - Throws: `.unreadableKeyFile`, also where the file exists: a key is never overwritten.
  public static func create(path: String, keys: [SealingPrivateKey]) throws(SealingError) {
    let text = keys.map { "# public key: \($0.publicKey.text)\n\($0.text)\n" }.joined()
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SealingError(.unreadableKeyFile, "cannot be created: \(path) (\(systemReason()))")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data(text.utf8))
      try file.synchronize()
    } catch {
      throw SealingError(.unreadableKeyFile, "cannot be written: \(path)")
    }
  }

  /// Whether more people can read or change a file than have to.
  ///
  /// A file of one's own is for its owner alone. Orchestrators hand out secrets as files of root's which a group of the
  /// container's own may read: that is the only way by which its process can, so it is let pass.
  static func isExposed(mode: mode_t, owner: uid_t, reader: uid_t) -> Bool {
    mode & (owner == reader ? 0o077 : 0o037) != 0
  }

  private static func unreadable(_ path: String) -> SealingError {
    SealingError(.unreadableKeyFile, "cannot be read: \(path) (\(systemReason()))")
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }
}
