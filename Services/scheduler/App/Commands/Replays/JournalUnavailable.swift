/// The journal cannot be read now; the same command may be carried out later.
struct JournalUnavailable: Error {}
