// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.FlagTable;
import io.kguard.event.Param;
import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import io.kguard.internal.message.Nearest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Reads the values of an event's parameters as they are written in an event script. */
final class CallValues {
    /** Falco's flag for a file that is opened for reading. */
    static final long READ_ONLY = 1;

    private static final FlagTable ERRORS = FlagTable.of("errno");
    private static final FlagTable SIGNALS = FlagTable.of("signal");
    private static final FlagTable CAPABILITIES = FlagTable.of("capability_bit");
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final long AT_FDCWD = -100;

    private CallValues() {}

    /**
     * A value as it is in an event: a number, a string, or bytes.
     *
     * @param value a string, a number, a boolean, or a list of such
     * @throws IllegalArgumentException if the parameter can't have the value
     */
    static Object read(Param param, Object value) {
        return switch (param.type()) {
            case CHARBUF, FSPATH, FSRELPATH -> text(param, value);
            case BYTEBUF, CHARBUFARRAY, CHARBUF_PAIR_ARRAY -> bytes(value);
            case DYN -> dynamic(param, value);
            case SIGTYPE -> named(param, SIGNALS, value);
            case FD -> text(param, value).equals("AT_FDCWD") ? (Object) AT_FDCWD : result(text(param, value));
            case ERRNO -> result(text(param, value));
            default -> param.flags() != null ? flags(param, param.flags(), value) : number(param, text(param, value));
        };
    }

    private static String text(Param param, Object value) {
        if (value instanceof List<?>) {
            throw new IllegalArgumentException("\"" + param.name() + "\" has one value, not a list");
        }
        return value.toString();
    }

    /** A string as it is, or the members of a list with a NUL after each. */
    private static byte[] bytes(Object value) {
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder();
            list.forEach(member -> text.append(member).append('\0'));
            return text.toString().getBytes(UTF_8);
        }
        return value.toString().getBytes(UTF_8);
    }

    /** Bytes that are no text: {@code {hex: cafebabe}}. */
    static byte[] hex(Map<?, ?> said) {
        String digits = said.size() == 1 && said.get("hex") != null ? String.valueOf(said.get("hex")) : "";
        if (!digits.matches("([0-9a-fA-F]{2})+")) {
            throw new IllegalArgumentException("bytes are a string, or hexadecimal digits such as {hex: cafebabe}");
        }
        return HexFormat.of().parseHex(digits);
    }

    /** A value with the number of its type before it: of those types the first that can hold it. */
    private static byte[] dynamic(Param param, Object value) {
        String text = text(param, value);
        for (int i = 0; i < param.variants().size(); i++) {
            Param variant = param.variants().get(i);
            int size = variant.type().size();
            if (size == 0 && !isNumber(text)) {
                byte[] bytes = (variant.type() == ParamType.CHARBUF ? text + "\0" : text).getBytes(UTF_8);
                return ByteBuffer.allocate(1 + bytes.length)
                        .put((byte) i)
                        .put(bytes)
                        .array();
            }
            if (size > 0 && isNumber(text) && variant.type() != ParamType.ERRNO) {
                ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.put((byte) i).putLong(number(variant, text));
                byte[] cut = new byte[1 + size];
                bytes.get(0, cut);
                return cut;
            }
        }
        throw new IllegalArgumentException("\"" + param.name() + "\" can't be \"" + text + "\"");
    }

    private static long flags(Param param, FlagTable table, Object value) {
        List<String> names = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(member -> names.add(member.toString()));
        } else {
            names.addAll(List.of(value.toString().split("\\|", -1)));
        }
        long set = 0;
        for (String name : names) {
            set |= isNumber(name.strip()) ? number(param, name.strip()) : named(table, name.strip());
        }
        return set;
    }

    private static long named(Param param, FlagTable table, Object value) {
        String text = text(param, value);
        return isNumber(text) ? number(param, text) : named(table, text);
    }

    private static long named(FlagTable table, String name) {
        OptionalLong value = table.value(name);
        if (value.isPresent()) {
            return value.getAsLong();
        }
        List<String> known = table.names();
        String hint = known.contains("CAP_" + name) ? "did you mean CAP_" + name + "?" : Nearest.hint(name, known);
        throw new IllegalArgumentException("there is no \"" + name + "\" here" + (hint.isEmpty() ? "" : "; " + hint));
    }

    /** The result of a call: a number, or the name of an error, which is negative. */
    static long result(Object value) {
        String text = value.toString().strip();
        String name = text.startsWith("-") ? text.substring(1) : text;
        if (isNumber(text)) {
            return parsed(text, 10).longValue();
        }
        if (!name.startsWith("E")) {
            throw new IllegalArgumentException(
                    "a call returns a number or an error such as ENOENT, not \"" + value + "\"");
        }
        return -named(ERRORS, name);
    }

    /** Whether a text is a number and no name. */
    static boolean isNumber(String text) {
        return text.matches("[+-]?[0-9].*");
    }

    private static long number(Param param, String text) {
        boolean octal = param.format() == ParamFormat.OCT || param.type() == ParamType.MODE;
        BigInteger number = parsed(text, octal ? 8 : 10);
        int bits = param.type().size() * Byte.SIZE;
        if (bits > 0 && number.abs().bitLength() > bits) {
            throw new IllegalArgumentException(
                    "\"" + param.name() + "\" has " + bits + " bits, which " + text + " exceeds");
        }
        return number.longValue();
    }

    /** A number: {@code 0x1f} is hexadecimal, {@code 017} and {@code 0o17} octal. */
    private static BigInteger parsed(String text, int radix) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        int base = radix;
        if (digits.startsWith("0x")) {
            digits = digits.substring(2);
            base = 16;
        } else if (digits.startsWith("0o")) {
            digits = digits.substring(2);
            base = 8;
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            base = 8;
        }
        String allowed = base == 16 ? "[0-9a-fA-F]{1,16}" : base == 8 ? "[0-7]{1,22}" : "[0-9]{1,20}";
        BigInteger number = digits.matches(allowed) ? new BigInteger(digits, base) : LARGEST;
        if (number.compareTo(LARGEST) >= 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not " + (base == 8 ? "an octal number" : "a number"));
        }
        return text.startsWith("-") ? number.negate() : number;
    }

    /**
     * A list of descriptors that a call waits for.
     *
     * @param fds a list of what {@code number} knows
     */
    static byte[] descriptors(List<?> fds, ToLongFunction<Object> number) {
        ByteBuffer bytes = ByteBuffer.allocate(2 + 10 * fds.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) fds.size());
        for (Object fd : fds) {
            bytes.putLong(number.applyAsLong(fd)).putShort((short) 1);
        }
        return bytes.array();
    }

    /** A set of capabilities, one bit each. */
    static long capabilities(List<String> names) {
        long set = 0;
        for (String name : names) {
            set |= 1L << named(CAPABILITIES, name);
        }
        return set;
    }
}
