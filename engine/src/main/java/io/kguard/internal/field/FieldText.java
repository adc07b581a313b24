// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.IpText;
import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;

/** Formats values of fields as text. */
final class FieldText {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    /** Fields with names of descriptors, in which unprintable bytes are left out. */
    private static final Set<String> WITHOUT_UNPRINTABLE =
            Set.of("fd.name", "fd.directory", "fd.filename", "fd.containername", "fd.containerdirectory");

    /** If there are more bytes than this, Falco shows one less. */
    private static final int MOST_BYTES = 1022;

    private FieldText() {}

    /** Appends a value for an event, or the placeholder for a missing one. */
    static void append(StringBuilder out, Reader reader, EventContext context) {
        int start = out.length();
        boolean there = reader instanceof Reader.Plain plain
                ? appendField(out, plain.field(), context)
                : load(reader, context) && appendLoaded(out, reader, context);
        if (!there) {
            out.setLength(start);
            out.append(OutputTemplate.MISSING);
        }
    }

    /** Appends the value of a field for an event. Returns false if there is none. */
    static boolean appendField(StringBuilder out, Field field, EventContext context) {
        if (field.isRaw()) {
            return RawArguments.append(out, field, context);
        }
        if (!isShown(field) || !field.load(context)) {
            return false;
        }
        ParamFormat format = field.definition().format();
        if (field.isList()) {
            appendList(out, field.type(), format, context.list());
        } else {
            append(out, field, field.type(), format, context);
        }
        return true;
    }

    /** A loaded value as an element of a list of strings. */
    static String ofElement(Reader reader, EventContext context) {
        ParamType type = reader.type();
        StringBuilder text = new StringBuilder();
        FieldDefinition definition = reader instanceof Reader.Plain ? reader.definition() : null;
        switch (type.kind()) {
            case TEXT, BYTES -> appendUpToNul(text, context.text());
            case SIGNED, UNSIGNED ->
                appendNumber(text, type, definition == null ? ParamFormat.DEC : definition.format(), context.number());
            case DOUBLE -> text.append(new BigDecimal(context.real()).setScale(1, RoundingMode.HALF_EVEN));
            case ADDRESS, NET ->
                IpText.append(text, context.addressFamily() == 6, context.addressHigh(), context.addressLow());
        }
        return text.toString();
    }

    /** Loads a value as it is shown. What a field does not show, its transformers do not show either. */
    private static boolean load(Reader reader, EventContext context) {
        if (reader instanceof Transformed transformed) {
            Reader inner = transformed.inner();
            return load(inner, context) && transformed.apply(context);
        } else if (reader instanceof Reader.Plain plain) {
            Field field = plain.field();
            if (!isShown(field) || !field.load(context)) {
                return false;
            }
            if (field.type().kind() == ParamType.Kind.TEXT && !field.isList()) {
                context.found(shown(field, context));
            }
            return true;
        }
        return reader.load(context);
    }

    private static boolean appendLoaded(StringBuilder out, Reader reader, EventContext context) {
        FieldDefinition definition = reader.definition();
        ParamFormat format = definition == null ? ParamFormat.NA : definition.format();
        if (definition != null && definition.isOfPlugin(context.event().version())) {
            format = ParamFormat.DEC;
        }
        ParamType type = reader.type();
        if (reader.isList()) {
            appendList(out, type, format, context.list());
        } else if (type.kind() == ParamType.Kind.TEXT) {
            appendUpToNul(out, context.text()); // decoded base64 may contain one
        } else if (type.kind() == ParamType.Kind.BYTES) {
            appendPrintable(out, context.text());
        } else if (isNumber(format)) {
            appendNumber(out, type, format, context.number());
        } else {
            return false; // a length is formatted as the field is, and strings of Falco itself have no format for
            // numbers
        }
        return true;
    }

    /** Whether a field has values to show, and not only to compare. */
    static boolean isShown(Field field) {
        return !field.definition().name().equals("evt.type.is") && field.quantifier() != Quantifier.ANY_ANCESTOR
                || field.definition().name().equals("proc.aenv");
    }

    private static void appendUpToNul(StringBuilder out, String text) {
        int end = text.indexOf(0);
        out.append(text, 0, end < 0 ? text.length() : end);
    }

    private static boolean isNumber(ParamFormat format) {
        return format != ParamFormat.NA && format != ParamFormat.DIR;
    }

    private static void appendList(StringBuilder out, ParamType type, ParamFormat format, ListValue list) {
        out.append('(');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            if (type.kind() == ParamType.Kind.TEXT) {
                out.append(list.text(i));
            } else {
                appendNumber(out, type, format, list.number(i));
            }
        }
        out.append(')');
    }

    /** Appends the loaded value of a field. */
    static void append(StringBuilder out, Field field, ParamType type, ParamFormat format, EventContext context) {
        switch (type.kind()) {
            case SIGNED, UNSIGNED -> appendNumber(out, type, format, context.number());
            case TEXT -> out.append(shown(field, context));
            case BYTES -> appendPrintable(out, context.text());
            case DOUBLE -> out.append(new BigDecimal(context.real()).setScale(1, RoundingMode.HALF_EVEN));
            case ADDRESS, NET ->
                IpText.append(out, context.addressFamily() == 6, context.addressHigh(), context.addressLow());
        }
    }

    /** A string without what Falco removes when showing it. */
    private static String shown(Field field, EventContext context) {
        String text = context.text();
        return WITHOUT_UNPRINTABLE.contains(field.definition().name())
                ? Printable.shown(text, context.event().version())
                : text;
    }

    static void appendNumber(StringBuilder out, ParamType type, ParamFormat format, long number) {
        if (type == ParamType.BOOL) {
            out.append(number != 0);
            return;
        }
        switch (format) {
            case HEX -> appendUnsigned(out, number, type.size(), 4);
            case OCT -> appendUnsigned(out, number, type.size(), 3);
            case PADDED_DEC -> appendPadded(out, number);
            case NA, DEC, ID, DIR -> {
                if (type.kind() == ParamType.Kind.SIGNED || number >= 0) {
                    out.append(number);
                } else {
                    out.append(Long.toUnsignedString(number));
                }
            }
        }
    }

    private static void appendUnsigned(StringBuilder out, long number, int bytes, int bitsPerDigit) {
        long value = bytes == 0 || bytes == 8 ? number : number & (1L << 8 * bytes) - 1;
        int digits = Math.max(1, (64 - Long.numberOfLeadingZeros(value) + bitsPerDigit - 1) / bitsPerDigit);
        for (int i = digits - 1; i >= 0; i--) {
            out.append(DIGITS[(int) (value >>> i * bitsPerDigit) & (1 << bitsPerDigit) - 1]);
        }
    }

    static void appendPadded(StringBuilder out, long number) {
        String digits = Long.toUnsignedString(number);
        for (int i = digits.length(); i < 9; i++) {
            out.append('0');
        }
        out.append(digits);
    }

    /** Appends bytes, with dots for unprintable ones, up to Falco's limit. */
    static void appendPrintable(StringBuilder out, String bytes) {
        int shown = bytes.length() > MOST_BYTES ? MOST_BYTES - 1 : bytes.length();
        for (int i = 0; i < shown; i++) {
            char c = bytes.charAt(i);
            out.append(c >= 0x20 && c <= 0x7e ? c : '.');
        }
    }
}
