# Loads candidates written in Python and answers one question after the other on descriptor 3, which blocks: between
# questions nothing of a candidate runs but threads it left. Candidates share this process, so what is used later is held
# in local names here and taken before the first of them is loaded. It vouches for nothing; the oracle judges.
#
# Only modules built into the interpreter are imported: they cost nothing to load.
import sys


def main():
    import _frozen_importlib
    import _frozen_importlib_external
    import _json
    import posix

    channel = 3
    longest_message = 500
    deepest = 64
    largest_exact = 2**53
    root = sys.argv[1]
    modules = sys.modules
    own_path = [entry for entry in sys.path if entry != sys.path[0]]
    importers = sys.path_importer_cache

    read, write = posix.read, posix.write
    negative_zero = (-0.0).hex()
    float_hex, float_repr, int_repr = float.hex, float.__repr__, int.__repr__
    quote = _json.encode_basestring_ascii
    infinity = float("inf")
    base_exception, failure = BaseException, TypeError
    get_type, is_callable, text_of, get_attribute, name_of = type, callable, str, getattr, type.__getattribute__
    length_of = len
    loader_for = _frozen_importlib_external.spec_from_file_location
    module_from = _frozen_importlib.module_from_spec

    def whole(digits):
        number = int(digits)
        # Every number of the question is a double; one that is no exact integer was written in full by its author.
        return number if -largest_exact <= number <= largest_exact else float(digits)

    class Reading:
        strict = True
        object_hook = None
        object_pairs_hook = None
        parse_float = float
        parse_int = staticmethod(whole)
        parse_constant = None
        memo = {}

    scan = _json.make_scanner(Reading)

    def restored(value):
        kind = get_type(value)
        if kind is list:
            return [restored(item) for item in value]
        if kind is not dict:
            return value
        if length_of(value) == 1 and "#" in value:
            return float(value["#"])
        return {(key[1:] if key[:1] == "#" else key): restored(item) for key, item in value.items()}

    def written(value, depth):
        kind = get_type(value)
        if value is None:
            return "null"
        if kind is bool:
            return "true" if value else "false"
        if kind is str:
            return quote(value)
        if kind is int:
            if -largest_exact <= value <= largest_exact:
                return int_repr(value)
            raise failure("it holds an integer beyond 2**53: make it a float or a text")
        if kind is float:
            return written_float(value)
        if kind is list or kind is tuple or kind is dict:
            if depth >= deepest:
                raise failure("it is nested deeper than 64")
            if kind is dict:
                return "{" + ",".join([written_item(key, item, depth + 1) for key, item in value.items()]) + "}"
            return "[" + ",".join([written(item, depth + 1) for item in value]) + "]"
        raise failure("it holds a " + name_of(kind, "__name__"))

    def written_float(value):
        if value != value:
            return '{"#":"NaN"}'
        if value == infinity:
            return '{"#":"Infinity"}'
        if value == -infinity:
            return '{"#":"-Infinity"}'
        if float_hex(value) == negative_zero:
            return '{"#":"-0"}'
        return float_repr(value)

    def written_item(key, item, depth):
        if get_type(key) is not str:
            raise failure("it holds a key that is no text")
        if key == "__proto__":
            raise failure("it holds a key `__proto__`")
        return quote("#" + key if key[:1] == "#" else key) + ":" + written(item, depth)

    def read_line():
        parts = []
        while True:
            part = read(channel, 65536)
            if not part:
                return None
            parts.append(part)
            if part[-1] == 10:
                return b"".join(parts)[:-1].decode("utf-8", "surrogatepass")

    def write_line(line):
        rest = (line + "\n").encode("ascii")
        while rest:
            rest = rest[write(channel, rest) :]

    current = None
    directory = ""

    def forget_candidates():
        for name, module in list(modules.items()):
            if text_of(get_attribute(module, "__file__", None) or "").startswith(root + "/"):
                del modules[name]
        for entry in list(importers):
            if text_of(entry).startswith(root):
                del importers[entry]

    def load(question):
        nonlocal current, directory
        current = None
        forget_candidates()
        directory = root if question["directory"] == "" else root + "/" + question["directory"]
        path = directory + "/" + question["module"]
        folder, _, file = path.rpartition("/")
        sys.path[:] = [folder] + ([directory] if folder != directory else []) + own_path
        name = file.rpartition(".")[0]
        spec = loader_for(name, path)
        module = module_from(spec)
        modules[name] = module
        spec.loader.exec_module(module)
        found = get_attribute(module, question["export"], None)
        if not is_callable(found):
            raise failure(question["module"] + ' has no function "' + question["export"] + '"')
        current = found

    def message_of(error):
        # Without the folder the candidate happens to lie in: the same candidate reads the same everywhere.
        try:
            text = text_of(error)
            if get_type(text) is not str:
                return "something that has no text form"
            message = name_of(get_type(error), "__name__") + (": " + text if text else "")
            return message.replace(directory + "/", "")[:longest_message]
        except base_exception:
            return "something that has no text form"

    def answer(kind, payload):
        try:
            if kind == "ping":
                return "done null"
            question = restored(scan(payload, 0)[0])
            if kind == "load":
                load(question)
                return "done null"
            value = current(*question)
        except base_exception as error:
            return "threw " + quote(message_of(error))
        try:
            return "value " + written(value, 0)
        except base_exception as error:
            return "unfit " + quote(text_of(error)[:longest_message] if get_type(error) is failure else message_of(error))

    # Whoever asks for the main module gets an empty one.
    modules["__main__"] = get_type(sys)("__main__")
    while True:
        line = read_line()
        if line is None:
            return
        nonce, kind, payload = line.split(" ", 2)
        write_line(nonce + " " + answer(kind, payload))


main()
