import Contracts
import Foundation
import JSON

/// Which object a mutation is about, as far as its arguments say.
enum AuditedObject {
  private static let names = ["id", "deliveryId", "collectionId", "endpointId"]

  /// - Returns: the id of the object, in the form that the audit log uses; nil where there is none that could be one.
  static func id(in arguments: JSONObject) -> String? {
    let places = [arguments, arguments["input"]?.objectValue ?? [:]]
    for (members, name) in places.flatMap({ members in names.map { (members, $0) } }) {
      if let text = members[name]?.stringValue, let id = UUID(uuidString: text) { return id.lowercased }
    }
    return nil
  }
}
