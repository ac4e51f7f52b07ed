import Contracts
import Crypto
import Domain
import Foundation

/// Tells whether a dataset's shape has changed: a digest of all but what moves by itself (rows, sizes).
enum ContentDigest {
  private struct Shape: Encodable {
    let displayName: String
    let description: String?
    let entity: String?
    let schema: String?
    let labels: [String]
    let fields: [DatasetField]
  }

  static func of(_ dataset: DiscoveredDataset) throws -> String {
    let shape = Shape(
      displayName: dataset.displayName, description: dataset.description, entity: dataset.entity,
      schema: dataset.schema, labels: dataset.labels, fields: dataset.fields)
    let digest = SHA256.hash(data: Data(try MessageCodec.encode(shape)))
    return digest.prefix(16).hexDigits
  }
}
