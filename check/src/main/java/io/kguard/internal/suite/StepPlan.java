// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.SystemCall.Argument;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.suite.ExposedValues.Exposed;
import io.kguard.internal.suite.ExposedValues.Kind;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of one system call into the words of a plan, and exposes them to later steps. */
final class StepPlan {

    private static final int MAX_SPACE = 1 << 16;
    private static final String LENGTH = "len";
    private static final String DESTINATION = "destAddr";

    private final ExposedValues exposed;
    private final String step;
    private final YamlMapping args;
    private final List<String> words = new ArrayList<>();
    private final int first;

    /**
     * A step.
     *
     * @param first the number of the value that the call returns; those of its arguments follow
     */
    StepPlan(ExposedValues exposed, String step, YamlMapping args, int first) {
        this.exposed = exposed;
        this.step = step;
        this.args = args;
        this.first = first;
    }

    /** The keys of a call's arguments. */
    static Set<String> keysOf(List<Argument> parameters) {
        Set<String> keys = new LinkedHashSet<>();
        for (Argument parameter : parameters) {
            keys.add(parameter.name());
            switch (parameter.kind()) {
                case BYTES, SPACE -> keys.add(LENGTH);
                case DESTINATION -> keys.add(DESTINATION);
                default -> {}
            }
        }
        return keys;
    }

    /** The words of the arguments. */
    List<String> words(List<Argument> parameters) {
        for (Argument parameter : parameters) {
            switch (parameter.kind()) {
                case TEXT -> text(parameter);
                case HOW -> how(parameter);
                case BYTES -> bytes(parameter);
                case SPACE -> space(parameter);
                case SIZED_BYTES -> sizedBytes(parameter);
                case ADDRESS, DESTINATION -> address(parameter);
                default -> number(parameter);
            }
        }
        exposed.expose(step + ".ret", Kind.NUMBER, first, null);
        return words;
    }

    private @Nullable YamlValue argument(Argument parameter) {
        if (parameter.otherwise() == null) {
            args.require(parameter.name(), "the system call needs it");
        }
        return args.get(parameter.name());
    }

    /** Adds a word, and the words of its length if it has one. */
    private void add(String path, Kind kind, String word, @Nullable String length) {
        exposed.expose(step + "." + path, kind, first + 1 + words.size(), length);
        words.add(word);
        if (length != null) {
            words.add(length);
        }
    }

    private void number(Argument parameter) {
        YamlValue value = argument(parameter);
        String otherwise = parameter.otherwise();
        NamedNumbers names = names(parameter);
        String word = value == null
                ? "n" + names.parse(otherwise == null ? "0" : otherwise).orElseThrow()
                : number(value, names);
        add(parameter.name(), Kind.NUMBER, word, null);
    }

    /** The names that a number can have. */
    static NamedNumbers names(Argument parameter) {
        return switch (parameter.kind()) {
            case FD -> NamedNumbers.DESCRIPTORS;
            case MODE -> NamedNumbers.MODES;
            case SIGNAL -> NamedNumbers.SIGNALS;
            case FLAGS -> NamedNumbers.valueOf(parameter.names());
            default -> NamedNumbers.PLAIN;
        };
    }

    private String number(YamlValue value, NamedNumbers names) {
        Optional<String> binding = ExposedValues.binding(value.written());
        if (binding.isPresent()) {
            Exposed found = exposed.find(binding.get(), value, Kind.NUMBER);
            return found == null ? "n0" : found.word();
        }
        return "n" + constant(value, names);
    }

    private static long constant(YamlValue value, NamedNumbers names) {
        Optional<Long> number = names.parse(value.written());
        if (number.isEmpty()) {
            String unknown = names.unknown(value.written());
            value.problem(
                    value.isMapping() || value.isList()
                            ? "\"" + value.key() + "\" must be a number, not " + value.kind()
                            : "\"" + value.key() + "\" can't be \"" + unknown + "\"",
                    names.names().isEmpty()
                            ? "a number, or a binding: ${ NAME.fd }"
                            : "a number, a binding, or names joined with |; "
                                    + Nearest.hint(unknown, names.names().keySet()));
        }
        return number.orElse(0L);
    }

    private void text(Argument parameter) {
        YamlValue value = argument(parameter);
        if (value == null) {
            add(parameter.name(), Kind.BYTES, "s", null);
            return;
        }
        Exposed found = bound(value, Kind.BYTES);
        String text = found == null ? value.text() : null;
        String word = found != null ? found.word() : "s" + (text == null ? "" : text);
        int number = first + 1 + words.size();
        String length = found != null ? found.length() : "n" + (word.getBytes(UTF_8).length - 1);
        exposed.expose(step + "." + parameter.name(), Kind.BYTES, number, length);
        words.add(word);
    }

    private @Nullable Exposed bound(YamlValue value, Kind kind) {
        return ExposedValues.binding(value.written())
                .map(path -> exposed.find(path, value, kind))
                .orElse(null);
    }

    private static boolean isBinding(YamlValue value) {
        return ExposedValues.binding(value.written()).isPresent();
    }

    private void how(Argument parameter) {
        YamlMapping how = SuiteFile.keys("how").read(args.get(parameter.name()), "how");
        ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(part(how, "flags", NamedNumbers.OPEN_FLAGS));
        bytes.putLong(part(how, "mode", NamedNumbers.MODES));
        bytes.putLong(part(how, "resolve", NamedNumbers.RESOLVE_FLAGS));
        words.add("x" + HexFormat.of().formatHex(bytes.array()));
        words.add("n" + bytes.capacity());
    }

    /** A field of a structure. Its value is in the structure's bytes, so it must be known before. */
    private long part(@Nullable YamlMapping how, String key, NamedNumbers names) {
        YamlValue value = how == null ? null : how.get(key);
        long number = 0;
        if (value != null && isBinding(value)) {
            value.problem("\"how." + key + "\" can't be a binding", "write the number or its names");
        } else if (value != null) {
            number = constant(value, names);
        }
        exposed.expose(step + ".how." + key, new Exposed(Kind.NUMBER, "n" + number, null));
        return number;
    }

    private void bytes(Argument parameter) {
        YamlValue value = args.get(parameter.name());
        String word = "s";
        String all = "n0";
        if (value != null) {
            Exposed found = bound(value, Kind.BYTES);
            if (found == null && isBinding(value)) {
                return;
            }
            word = found != null ? found.word() : "s" + value.text();
            String length = found == null ? null : found.length();
            all = length != null ? length : "n" + (word.getBytes(UTF_8).length - 1);
        }
        YamlValue given = args.get(LENGTH);
        String used = given == null ? all : number(given, NamedNumbers.PLAIN);
        if (given != null && isLonger(used, all)) {
            given.problem("\"len\" is greater than the length of \"" + parameter.name() + "\"", "");
        }
        add(parameter.name(), Kind.BYTES, word, used);
        exposed.expose(step + "." + LENGTH, Kind.NUMBER, first + words.size(), null);
    }

    private static boolean isLonger(String used, String all) {
        return used.startsWith("n")
                && all.startsWith("n")
                && Long.parseLong(used.substring(1)) > Long.parseLong(all.substring(1));
    }

    /** What is read is written over the bytes of the file, so only their number matters. */
    private void space(Argument parameter) {
        YamlValue value = args.get(parameter.name());
        YamlValue length = args.get(LENGTH);
        if (value == null && length == null) {
            args.place().problem("a read needs \"len\" or \"buffer\"", "for example len: 100");
        }
        int written = value == null ? 0 : value.written().getBytes(UTF_8).length;
        if (value != null && isBinding(value)) {
            value.problem("\"" + parameter.name() + "\" can't be a binding here", "give \"len\"");
        }
        String used = length == null ? "n" + written : number(length, NamedNumbers.PLAIN);
        if (used.startsWith("n") && Long.parseLong(used.substring(1)) > MAX_SPACE && length != null) {
            length.problem("\"len\" can be at most " + MAX_SPACE, "");
        } else if (used.startsWith("n-") && length != null) {
            length.problem("\"len\" can't be negative", "");
        }
        add(parameter.name(), Kind.BYTES, "z" + MAX_SPACE, used);
        exposed.expose(step + "." + LENGTH, Kind.NUMBER, first + words.size(), null);
    }

    private void sizedBytes(Argument parameter) {
        YamlValue value = argument(parameter);
        String text = value == null ? "" : value.text();
        String word = "s" + (text == null ? "" : text);
        words.add(word);
        words.add("n" + (word.getBytes(UTF_8).length - 1));
        // the kernel takes the image and its length before the parameters
    }

    private void address(Argument parameter) {
        YamlValue other = args.get(DESTINATION);
        YamlValue value = other != null ? other : argument(parameter);
        if (value == null) {
            return;
        }
        Exposed found = bound(value, Kind.ADDRESS);
        if (found != null) {
            add(parameter.name(), Kind.ADDRESS, found.word(), found.length());
            return;
        }
        String text = isBinding(value) ? null : value.text();
        if (text == null) {
            return;
        }
        Optional<EndpointAddress> address = EndpointAddress.parse(text);
        if (address.isEmpty()) {
            value.problem("\"" + text + "\" is no address", "203.0.113.10:80, [2001:db8::1]:80 or unix:///tmp/a.sock");
            return;
        }
        add(
                parameter.name(),
                Kind.ADDRESS,
                "x" + address.get().digits(),
                "n" + address.get().bytes().length);
    }
}
