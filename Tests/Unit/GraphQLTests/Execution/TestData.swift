import GraphQL
import JSON

struct Book: GraphQLObject {
  let id: String
  var title: String? = "title"
  var pages: Int? = 1
  var author = "a1"
}

struct Author: GraphQLObject {
  let id: String
  var name: String? = "name"
}

/// An error that may be shown.
struct ShownError: ErrorExtensions {
  let message = "shown"
  let extensions: JSONObject = ["code": "E_SHOWN", "field": "title"]
}

/// An error that must not be shown.
struct SecretError: Error {}
