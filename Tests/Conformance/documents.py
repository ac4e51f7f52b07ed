"""Random documents, written as lists of tokens by walking a schema.

With no mischief almost every document is valid. Mischief is the chance, at each decision, to do something that a rule
of the specification may forbid: the reference implementation says whether it does.
"""

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_input_type,
    is_leaf_type,
)
from graphql.pyutils import Undefined

SCALARS = {
    "Int": ["0", "1", "-1", "42", "2147483647", "-2147483648"],
    "Float": ["1.5", "-0.25", "1e10", "2.5E-3", "7", "-0.0", "1E+2"],
    "Boolean": ["true", "false"],
    "ID": ['"id"', "7", '"0198c0de-0000-7000-8000-000000000001"', '""'],
    "String": [
        '""', '"plain"', '"a \\"quote\\" and \\\\ more"', '"\\u00e9\\n\\t\\b\\f\\r\\/"', '"\\uD83D\\uDE00"',
        '"\\u{1F600}"', '"ünï 😀"', '"""block"""', '"""\n    two\n      lines\n  """', '"""with \\""" inside"""',
        '"""\r\n  a\r\n\r\n  b\r\n"""', '"""  "almost" """', '"# no comment"', '""" """',
    ],
}
# Literals that fit no place, some places, or only nearly.
ODD_VALUES = [
    "2147483648", "-2147483649", "9999999999999999999999", "1.0", "1e400", '"7"', "null", "true", "NOWHERE", "[]",
    "[1, null]", "{}", "{ a: 1 }", '"""x"""', "[[1]]", "$nowhere", "RED", '"RED"', "PUBLIC", "{ text: 1 }",
    '{ title: "t", title: "u" }', "{ inner: { nothing: 1 } }", '[ "a" 1 ]', "{ minimum: null }",
]
ODD_NAMES = ["nowhere", "id", "name", "__typename", "__schema", "on", "true", "Root", "Query", "Colour", "title", "_"]


class DocumentWriter:
    def __init__(self, schema, random, mischief=0.0):
        self.schema = schema
        self.random = random
        self.mischief = mischief
        self.names = [name for name in schema.type_map if not name.startswith("__")]
        self.input_types = [t for t in schema.type_map.values() if is_input_type(t) and not t.name.startswith("__")]
        self.composites = [t for t in schema.type_map.values() if is_composite_type(t) and not t.name.startswith("__")]

    def document(self):
        """The tokens of a document of one or more operations."""
        count = 1 if self.chance(0.85) else self.random.randint(2, 3)
        definitions = []
        for number in range(count):
            definitions += self.operation(number, alone=count == 1)
        self.random.shuffle(definitions)
        return [token for definition in definitions for token in definition]

    # Chances

    def chance(self, probability):
        return self.random.random() < probability

    def wrong(self):
        return self.mischief > 0 and self.random.random() < self.mischief

    def pick(self, items):
        return self.random.choice(items)

    # Operations

    def operation(self, number, alone):
        """One operation with its fragments, each a list of tokens."""
        self.suffix = "" if alone else str(number)
        self.variables, self.fragments, self.budget = {}, {}, self.pick([2, 4, 6, 8, 12, 20, 40])
        self.open_fragments = []
        kinds = [("query", self.schema.query_type)] * 6
        kinds += [("mutation", self.schema.mutation_type)] * 2 + [("subscription", self.schema.subscription_type)] * 2
        kind, root = self.pick([pair for pair in kinds if pair[1] is not None or self.mischief > 0 and self.chance(0.1)])
        if root is None:
            root = self.schema.query_type
        directives = self.directives(kind.upper())
        limit = 1 if kind == "subscription" and not self.wrong() else None
        body = self.selection_set(root, 0, limit, is_subscription=kind == "subscription")
        fragments = list(self.fragments.values())
        if self.wrong():
            fragments.append(self.fragment_text(f"Unused{self.suffix}", self.pick(self.composites), ["{", "__typename", "}"]))
        if self.wrong() and fragments:
            fragments.append(list(self.pick(fragments)))
        variables = self.variable_definitions()
        if kind == "query" and alone and not variables and not directives and self.chance(0.4):
            return [body, *fragments]
        name = [self.operation_name()] if not alone or self.chance(0.6) else []
        if self.wrong():
            name = [] if name else [self.pick(["A", "query", "on"])]
        return [[kind, *name, *variables, *directives, *body], *fragments]

    def operation_name(self):
        if self.mischief > 0 and self.chance(0.2):
            return "A"
        return self.pick(["Load", "A", "query", "on", "_x"]) + self.suffix

    def variable_definitions(self):
        tokens = []
        for name, (type_, default) in self.variables.items():
            if self.wrong():
                continue
            if self.wrong():
                type_ = self.pick([*self.names, "Nowhere", "[Int]", "Int!", "[String!]!"])
            repeats = 2 if self.wrong() else 1
            for _ in range(repeats):
                tokens += ["$", name, ":", *self.type_tokens(str(type_))]
                if default is not None:
                    tokens += ["=", *default]
                tokens += self.directives("VARIABLE_DEFINITION", constant=True)
        if self.wrong():
            type_ = self.pick(self.input_types)
            tokens += ["$", "unused", ":", type_.name]
            if self.wrong():
                tokens += ["=", *self.value(type_, None)]
        return ["(", *tokens, ")"] if tokens else []

    @staticmethod
    def type_tokens(text):
        tokens, name = [], ""
        for character in text:
            if character in "[]!":
                if name:
                    tokens.append(name)
                name = ""
                tokens.append(character)
            else:
                name += character
        return tokens + ([name] if name else [])

    # Selections

    def selection_set(self, type_, depth, limit=None, is_subscription=False):
        count = self.random.randint(1, 4 if depth < 3 else 2)
        if limit is not None:
            count = min(count, limit)
        tokens = ["{"]
        for _ in range(count):
            tokens += self.selection(type_, depth, is_subscription)
        return tokens + ["}"]

    def selection(self, type_, depth, is_subscription):
        self.budget -= 1
        roll = self.random.random()
        if depth < 6 and self.budget > 0 and roll < 0.22:
            return self.inline_fragment(type_, depth, is_subscription)
        if depth < 6 and self.budget > 0 and roll < 0.38:
            return self.spread(type_, depth, is_subscription)
        return self.field(type_, depth, is_subscription)

    def field(self, type_, depth, is_subscription=False):
        fields = getattr(type_, "fields", None) or {}
        names = list(fields)
        # Near the end of the budget leaves are preferred, so that documents end.
        if self.budget <= 0 or depth >= 6:
            names = [name for name in names if is_leaf_type(get_named_type(fields[name].type))] or names
        plain = [n for n in names if not any(self.is_required(a) for a in fields[n].args.values())]
        names = plain or names
        if self.chance(0.3):
            names = list(fields)
        name = self.pick(names) if names and not (self.chance(0.08) and not is_subscription) else "__typename"
        if type_ is self.schema.query_type and self.chance(0.05):
            name = self.pick(["__schema", "__type"])
        if self.wrong():
            name = self.pick(ODD_NAMES)
        definition = fields.get(name)
        if definition is None and name in ("__schema", "__type") and type_ is self.schema.query_type:
            definition = self.schema.get_field(type_, name)
        tokens = []
        has_arguments = definition is not None and definition.args
        if self.chance(0.75 if has_arguments else 0.1):
            # Aliases that are few enough to meet again only where something is to go wrong.
            few = self.wrong() or self.chance(0.05)
            tokens += [self.pick(["a", "b", "c"]) if few else f"x{self.random.randint(0, 10**6)}", ":"]
        tokens.append(name)
        if definition is not None:
            tokens += self.arguments(definition.args)
        elif self.wrong():
            tokens += ["(", "x", ":", "1", ")"]
        if not is_subscription or self.wrong():
            tokens += self.directives("FIELD")
        target = get_named_type(definition.type) if definition is not None else None
        needs_set = target is not None and is_composite_type(target)
        if needs_set != self.wrong():
            if depth > 8:
                return [*tokens, "{", "__typename", "}"]
            tokens += self.selection_set(target or self.pick(self.composites), depth + 1)
        return tokens

    def condition(self, type_):
        """A composite type that may go into a selection set of another."""
        if self.wrong():
            return self.pick(self.composites)
        possible = set(self.possible(type_))
        return self.pick([other for other in self.composites if possible & set(self.possible(other))] or [type_])

    def possible(self, type_):
        names = self.__dict__.setdefault("possible_names", {})
        if type_.name not in names:
            types = self.schema.get_possible_types(type_) if is_abstract_type(type_) else [type_]
            names[type_.name] = frozenset(t.name for t in types)
        return names[type_.name]

    def type_name(self, type_):
        return self.pick([*self.names, "Nowhere", "__Type"]) if self.wrong() else type_.name

    def inline_fragment(self, type_, depth, is_subscription):
        tokens = ["..."]
        if self.chance(0.7):
            type_ = self.condition(type_)
            tokens += ["on", self.type_name(type_)]
        if not is_subscription or self.wrong():
            tokens += self.directives("INLINE_FRAGMENT")
        limit = 1 if is_subscription and not self.wrong() else None
        return tokens + self.selection_set(type_, depth + 1, limit, is_subscription)

    def spread(self, type_, depth, is_subscription):
        directives = [] if is_subscription and not self.wrong() else self.directives("FRAGMENT_SPREAD")
        if self.wrong():
            names = ["Nowhere", *self.open_fragments, *self.fragments]
            return ["...", self.pick(names), *directives]
        known = [
            name for name, (_, condition) in self.fragment_types().items()
            if set(self.possible(condition)) & set(self.possible(type_))
        ]
        if known and not is_subscription and self.chance(0.5):
            return ["...", self.pick(known), *directives]
        name = f"F{len(self.fragments) + len(self.open_fragments)}{'_' + self.suffix if self.suffix else ''}"
        if self.wrong():
            name = "F0"
        condition = type_ if is_subscription else self.condition(type_)
        self.open_fragments.append(name)
        limit = 1 if is_subscription else None
        body = self.selection_set(condition, depth + 1, limit, is_subscription)
        self.open_fragments.remove(name)
        self.fragments[name] = self.fragment_text(name, condition, body)
        self.conditions[name] = condition
        return ["...", name, *directives]

    def fragment_types(self):
        return {name: (name, self.conditions[name]) for name in self.fragments if name in self.conditions}

    @property
    def conditions(self):
        return self.__dict__.setdefault("fragment_conditions", {})

    def fragment_text(self, name, condition, body):
        directives = self.directives("FRAGMENT_DEFINITION")
        return ["fragment", name, "on", self.type_name(condition), *directives, *body]

    # Arguments, directives, values

    @staticmethod
    def is_required(argument):
        return isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined and (
            getattr(argument, "default", None) is None
        )

    def arguments(self, definitions, constant=False):
        tokens = []
        entries = list(definitions.items())
        self.random.shuffle(entries)
        for name, argument in entries:
            if not (self.is_required(argument) or self.chance(0.45)) or self.wrong():
                continue
            for _ in range(2 if self.wrong() else 1):
                written = self.pick(ODD_NAMES) if self.wrong() else name
                tokens += [written, ":", *self.value(argument.type, argument, constant)]
        if self.wrong():
            tokens += ["nowhere", ":", *self.odd_value()]
        return ["(", *tokens, ")"] if tokens else []

    def directives(self, place, constant=False):
        tokens = []
        while self.chance(0.08) or self.wrong():
            fitting = [d for d in self.schema.directives if any(p.name == place for p in d.locations)]
            if self.wrong():
                fitting = [*self.schema.directives]
            if self.wrong() or not fitting:
                if self.wrong():
                    tokens += ["@", "nowhere"]
                break
            directive = self.pick(fitting)
            if f"@{directive.name}" in self.joined(tokens) and not directive.is_repeatable and not self.wrong():
                break
            tokens += ["@", directive.name, *self.arguments(directive.args, constant)]
        return tokens

    @staticmethod
    def joined(tokens):
        return "".join(tokens)

    def odd_value(self):
        text = self.pick(ODD_VALUES)
        # Strings stay one token; everything else may be torn apart.
        return [text] if text.startswith('"') or " " not in text else text.split(" ")

    def value(self, type_, place, constant=False, depth=0):
        if self.wrong():
            return self.odd_value()
        if not constant and self.chance(0.25):
            return self.variable(type_, place)
        if isinstance(type_, GraphQLNonNull):
            return self.plain_value(type_.of_type, constant, depth)
        return ["null"] if self.chance(0.06) else self.plain_value(type_, constant, depth)

    def plain_value(self, type_, constant, depth):
        if isinstance(type_, GraphQLList):
            if self.chance(0.15):
                inner = type_.of_type
                return self.plain_value(inner.of_type if isinstance(inner, GraphQLNonNull) else inner, constant, depth + 1)
            items = [self.value(type_.of_type, None, constant, depth + 1) for _ in range(self.random.randint(0, 3))]
            return ["[", *[token for item in items for token in item], "]"]
        if isinstance(type_, GraphQLEnumType):
            return [self.pick(list(type_.values))]
        if isinstance(type_, GraphQLInputObjectType):
            return self.object_value(type_, constant, depth)
        if isinstance(type_, GraphQLScalarType) and type_.name in SCALARS:
            return [self.pick(SCALARS[type_.name])]
        return self.pick([['"2026-01-31T08:00:00Z"'], ["7"], ["{", "a", ":", "1", "}"], ["[", "A", "true", "]"]])

    def object_value(self, type_, constant, depth):
        tokens = ["{"]
        fields = list(type_.fields.items())
        if type_.is_one_of and not self.wrong():
            name, field = self.pick(fields)
            return ["{", name, ":", *self.plain_value(field.type, constant, depth + 1), "}"]
        self.random.shuffle(fields)
        for name, field in fields:
            required = self.is_required(field)
            if not required and (depth > 2 or not self.chance(0.35)) or self.wrong():
                continue
            for _ in range(2 if self.wrong() else 1):
                written = self.pick(ODD_NAMES) if self.wrong() else name
                tokens += [written, ":", *self.value(field.type, field, constant, depth + 1)]
        return tokens + ["}"]

    def variable(self, type_, place):
        """A variable that may stand where a value of the type is wanted."""
        fitting = [name for name, (known, _) in self.variables.items() if str(known) == str(type_)]
        if fitting and self.chance(0.5):
            return ["$", self.pick(fitting)]
        if self.wrong() and self.variables:
            return ["$", self.pick(list(self.variables))]
        name = f"v{len(self.variables)}"
        declared, default = type_, None
        if isinstance(type_, GraphQLNonNull):
            if self.chance(0.3):
                # A default makes up for what the type allows.
                declared, default = type_.of_type, self.plain_value(type_.of_type, True, 1)
        elif self.chance(0.3):
            declared = GraphQLNonNull(type_)
        elif self.chance(0.3):
            default = self.value(type_, None, True, 1)
        self.variables[name] = (declared, default)
        return ["$", name]
