import Foundation
import Testing

/// The description of the messages says what the types are (B9).
@Suite struct AsyncAPITests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func generator(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["python3", Self.root.appending(path: "dev/lib/asyncapi").path, Self.root.path] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// `make docs` writes it anew.
  @Test func theCommittedDescriptionIsCurrent() throws {
    let made = try generator([])
    let committed = try String(contentsOf: Self.root.appending(path: "docs/asyncapi.yaml"), encoding: .utf8)
    let isCurrent = made.status == 0 && made.output == committed
    #expect(isCurrent, "make docs brings it up to date")
  }

  @Test func everyPinnedMessageFitsIt() throws {
    let check = try generator(["--check"])
    #expect(check.status == 0, "\(check.output)")
  }
}
