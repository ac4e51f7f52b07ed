import JSON

/// What a message of the journal said, or why that is not shown.
enum JournalBody: Sendable, Equatable {
  case shown(JSONValue)
  case withheld(JournalBodyNote)

  var value: JSONValue? {
    guard case .shown(let value) = self else { return nil }
    return value
  }

  var note: JournalBodyNote? {
    guard case .withheld(let note) = self else { return nil }
    return note
  }
}
