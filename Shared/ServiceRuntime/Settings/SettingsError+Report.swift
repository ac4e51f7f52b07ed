import Glibc

extension SettingsError {
  /// Writes the one line that names what is wrong to standard error.
  func report(by executable: String) {
    let line = Array("\(executable): \(self)\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
