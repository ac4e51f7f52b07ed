"""How tokens become text, and how tokens and text are spoilt."""

from graphql import GraphQLSyntaxError, Source, TokenKind
from graphql.language import Lexer

SEPARATORS = [" "] * 8 + ["\n"] * 4 + ["\n  ", ", ", "\t", "\r\n", "\r", " # a comment\n", ",,", " #é😀\r\n", "\ufeff"]
PUNCTUATION = set("!$&()=:@[]{|}") | {"..."}
ODD_TOKENS = [
    "{", "}", "(", ")", "[", "]", "!", "$", ":", "=", "@", "|", "&", "...", "..", ".", "on", "query", "fragment", "null",
    "true", "0", "01", "-", "-01", "1.", ".5", "1.e3", "1e", "1e+", "0x1", "1_0", "00", "-0", "0.0e-0", "1.5.2", "1a",
    '"', '""', '"a', '"\\x"', '"\\u12"', '"\\u{110000}"', '"\\uD800"', '"\\uDE00\\uD83D"', '"\\u{}"', '"\\u{00000041}"',
    '"\\u{1}"', '"a\nb"', '"""', '"""open', '""""""', '"""a"b""c"""', '"""\\"""', "#", "# to the end", "%", "?", "'a'",
    "é", "ｎａｍｅ", "\u00a0", "\u2028", "\x00", "\x07", "\x7f", "\ufeff", "😀", "extend", "type", "schema", "implements",
    "repeatable", "subscription", "mutation", "directive", "input", "interface", "enum", "union", "scalar", '"described"',
    "\x0b", "\x0c", '"\x01"', '"\ufeff"', '"tab\tinside"',
]


def is_glued(first, second):
    """Whether two tokens need nothing between them."""
    return first in PUNCTUATION or second in PUNCTUATION


def text(tokens, random):
    style = random.random()
    parts = []
    if random.random() < 0.03:
        parts.append("\ufeff")
    for index, token in enumerate(tokens):
        parts.append(token)
        if index + 1 == len(tokens):
            break
        following = tokens[index + 1]
        if style < 0.25 and is_glued(token, following) and not (token == "..." and following == "..."):
            continue
        parts.append(" " if style < 0.6 else random.choice(SEPARATORS))
    if random.random() < 0.2:
        parts.append(random.choice(SEPARATORS))
    return "".join(parts)


def tokens_of(source):
    """The tokens of a text as they are written; nothing where it has none."""
    lexer, result = Lexer(Source(source)), []
    try:
        while (token := lexer.advance()).kind is not TokenKind.EOF:
            result.append(source[token.start : token.end])
    except GraphQLSyntaxError:
        return []
    return result


def spoil_tokens(tokens, random, others):
    """Deletes, repeats, swaps, replaces, inserts or moves tokens."""
    tokens = list(tokens)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        if not tokens:
            break
        at = random.randrange(len(tokens))
        match random.randrange(7):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[at])
            case 2:
                other = random.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens[at] = random.choice(ODD_TOKENS)
            case 4:
                tokens.insert(at, random.choice(ODD_TOKENS))
            case 5:
                tokens[at] = random.choice(others or tokens)
            case _:
                end = min(len(tokens), at + random.randint(1, 6))
                part = tokens[at:end]
                del tokens[at:end]
                where = random.randint(0, len(tokens))
                tokens[where:where] = part * random.choice([0, 1, 2])
    return tokens


def spoil_text(source, random):
    """Deletes, repeats or inserts single characters, or cuts the text off."""
    if not source:
        return source
    at = random.randrange(len(source))
    match random.randrange(4):
        case 0:
            return source[:at] + source[at + 1 :]
        case 1:
            return source[:at] + random.choice(ODD_TOKENS) + source[at:]
        case 2:
            return source[:at] + source[at] + source[at:]
        case _:
            return source[:at]
