/// Why the database could not be brought up to date.
public struct MigrationError: Error, CustomStringConvertible, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case missingResources
    case badFileName(String)
    /// An applied step differs from the one that ships.
    case changed(version: Int)
    /// The database has a step that this release does not know.
    case unknown(version: Int)
    case missingRole(String)
  }

  public let kind: Kind

  public init(kind: Kind) { self.kind = kind }

  public var description: String {
    switch kind {
    case .missingResources: "the folder with the migrations is missing beside the executable"
    case .badFileName(let name): "the migration file \(name) does not start with a four-digit number"
    case .changed(let version):
      "migration \(version) was applied in another form than the one in this release: restore the file"
    case .unknown(let version):
      "the database has migration \(version), which this release does not know: use a newer release"
    case .missingRole(let role):
      "the database role \(role) is missing and may not be created by this user: create it first"
    }
  }
}
