import GraphQL
import JSON

extension Library {
  /// Resolvers for every field; tests replace those they are about.
  static func resolvers(log: CallLog = CallLog()) -> Resolvers {
    var resolvers = Resolvers()
    for type in ["Query", "Mutation"] {
      resolvers.setDefault(DefaultResolver { _ in .constant(ResolvedValue.null) }, on: type)
    }
    resolvers["Query", "book"] = .root { info in Book(id: try info.arguments.string("id")) }
    resolvers["Query", "books"] = .root { _ in (1...3).map { Book(id: "b\($0)", author: "a\($0)") } }
    resolvers["Query", "extended"] = .constant(true)
    resolvers["Query", "node"] = .root { info -> ResolvedValue in
      let id = try info.arguments.string("id")
      return id.hasPrefix("a") ? Author(id: id).resolved : Book(id: id).resolved
    }
    resolvers["Query", "search"] = .root { _ in
      ResolvedValue.list([Book(id: "b1").resolved, Author(id: "a1").resolved, Book(id: "b2").resolved])
    }
    resolvers["Query", "matrix"] = .root { info in info.arguments["values"] ?? .null }
    resolvers["Query", "echo"] = .root { info in JSONValue.object(info.arguments.values).encodedString }
    resolvers["Mutation", "step"] = .root { info in
      let name = try info.arguments.string("name")
      log.add("begin \(name)")
      await Task.yield()
      log.add("end \(name)")
      return name
    }
    resolvers.object("Book", Book.self) { type in
      type.property("id") { $0.id }
      type.property("title") { $0.title }
      type.property("pages") { $0.pages }
      for field in ["genre", "published", "old", "maybeAuthor"] { type.null(field) }
      type.batch("author") { books, _ in
        log.add("author of \(books.map(\.id).joined(separator: ","))")
        return books.map { .success(Author(id: $0.author).resolved) }
      }
    }
    resolvers.object("Author", Author.self) { type in
      type.property("id") { $0.id }
      type.property("name") { $0.name }
      type.null("born")
      type.batch("books") { authors, info in
        log.add(
          "books of \(authors.map(\.id).joined(separator: ",")) first \(try info.arguments.int("first"))")
        return authors.map { author in
          .success([Book(id: "x-\(author.id)"), Book(id: "y-\(author.id)")].resolved)
        }
      }
    }
    for type in ["Node", "Named", "Result"] {
      resolvers.typeResolver(type) { $0 is Book ? "Book" : "Author" }
    }
    return resolvers
  }

  static func engine(
    _ resolvers: Resolvers = resolvers(), _ configuration: EngineConfiguration = EngineConfiguration()
  ) throws -> GraphQLEngine {
    GraphQLEngine(
      try ExecutableSchema(schema: try schema(), resolvers: resolvers), configuration: configuration)
  }

  /// The response as text.
  static func answer(
    _ query: String, variables: JSONObject = [:], resolvers: Resolvers = resolvers()
  ) async throws -> String {
    let response = try await engine(resolvers).execute(
      GraphQLRequest(query: query, variables: variables), context: "context")
    return String(decoding: response.encodedBytes, as: UTF8.self)
  }
}
