import ArgumentParser
import Foundation
import Sealing

/// Makes the pair of keys to which credentials are sealed.
struct Keygen: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Makes the key file of the executors, or reads the one that is there, and prints the public key.",
    discussion: """
      The private key stays in the file, which only its owner can read. The public key on standard output is what
      the gateway gets as NUCLEUS_SEAL_PUBLIC_KEY. The first key of a file with several is the current one.
      """)

  @Option(help: "Where the private key is, or is to be made.")
  var privateKeyFile: String

  func run() throws {
    do {
      if !FileManager.default.fileExists(atPath: privateKeyFile) {
        try PrivateKeyFile.create(path: privateKeyFile, keys: [SealingPrivateKey()])
      }
      guard let key = try PrivateKeyFile.load(path: privateKeyFile).first else { throw ExitCode.failure }
      print(key.publicKey.text)
    } catch let error as SealingError {
      throw ValidationError("the key file \(error.description)")
    }
  }
}
