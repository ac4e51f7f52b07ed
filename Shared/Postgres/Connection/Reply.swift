/// What a statement came to.
struct Reply: Sendable {
  var table: ResultTable?
  var affectedRows = 0
  var commandTag = ""
}
