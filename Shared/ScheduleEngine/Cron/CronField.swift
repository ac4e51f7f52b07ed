/// One of the five fields of a cron expression, in the order they are written.
public enum CronField: Int, Sendable, CaseIterable {
  case minute, hour, dayOfMonth, month, dayOfWeek

  /// The field's name in words.
  public var name: String {
    switch self {
    case .minute: "minute"
    case .hour: "hour"
    case .dayOfMonth: "day of month"
    case .month: "month"
    case .dayOfWeek: "day of week"
    }
  }

  /// The numbers that may be written. A day of week of 7 is Sunday, as 0 is.
  public var range: ClosedRange<Int> {
    switch self {
    case .minute: 0...59
    case .hour: 0...23
    case .dayOfMonth: 1...31
    case .month: 1...12
    case .dayOfWeek: 0...7
    }
  }

  /// The three-letter names that may be written for the numbers from ``range``'s lower bound up, in any case.
  public var names: [String] {
    switch self {
    case .minute, .hour, .dayOfMonth: []
    case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    }
  }

  /// All values that the field can take.
  var all: ValueSet { ValueSet(self == .dayOfWeek ? 0...6 : range) }
}
