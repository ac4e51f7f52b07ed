/// What can be known of a connection without waiting for it.
enum SessionCondition: UInt8 {
  case opening, idle, inTransaction, busy, broken
}
