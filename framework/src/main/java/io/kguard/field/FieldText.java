package io.kguard.field;

import io.kguard.event.IpText;
import io.kguard.event.ParamFormat;
import io.kguard.event.ParamType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;

/** Writes values of fields as text. */
final class FieldText {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    /** Names of descriptors: of these, bytes that can't be printed are not shown. */
    private static final Set<String> WITHOUT_UNPRINTABLE =
            Set.of("fd.name", "fd.directory", "fd.filename", "fd.nameraw", "fd.containername", "fd.containerdirectory");

    private FieldText() {}

    /** Appends a field's transformed value for an event, or what stands for a missing one. */
    static void append(StringBuilder out, Field field, List<Transformer> transformers, EventContext context) {
        if (!appendValue(out, field, transformers, context)) {
            out.append(OutputTemplate.MISSING);
        }
    }

    /** Appends a field's transformed value for an event; false if there is none. */
    static boolean appendValue(StringBuilder out, Field field, List<Transformer> transformers, EventContext context) {
        if (RawArguments.isRaw(field)) {
            return RawArguments.append(out, field, context);
        }
        if (!isShown(field) || !field.load(context)) {
            return false;
        }
        ParamType type = field.type();
        ParamFormat format = field.definition().format();
        boolean list = field.isList();
        if (!transformers.isEmpty() && type.kind() == ParamType.Kind.TEXT && !list) {
            context.found(shown(field, context.text()));
        }
        for (Transformer transformer : transformers) {
            if (!transformer.apply(context, type, list)) {
                return false;
            }
            list = transformer.resultIsList(list);
            if (transformer == Transformer.LEN && !isNumber(format)) {
                return false; // a length is shown as the field's own values are, and text has no form for numbers
            }
            type = transformer.resultType(type);
        }
        if (list) {
            appendList(out, type, format, context.list());
        } else if (!transformers.isEmpty() && type.kind() == ParamType.Kind.TEXT) {
            appendUpToNul(out, context.text()); // what is decoded from base64 may have one
        } else {
            append(out, field, type, format, context);
        }
        return true;
    }

    /** Whether a field has values to show, not only to compare. */
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

    /** Appends the value that was loaded of a field. */
    static void append(StringBuilder out, Field field, ParamType type, ParamFormat format, EventContext context) {
        switch (type.kind()) {
            case SIGNED, UNSIGNED -> appendNumber(out, type, format, context.number());
            case TEXT -> out.append(shown(field, context.text()));
            case BYTES -> appendPrintable(out, context.text());
            case DOUBLE -> out.append(new BigDecimal(context.real()).setScale(1, RoundingMode.HALF_EVEN));
            case ADDRESS, NET ->
                IpText.append(out, context.addressFamily() == 6, context.addressHigh(), context.addressLow());
        }
    }

    /** A text without what Falco takes out of it when it is shown. */
    private static String shown(Field field, String text) {
        return WITHOUT_UNPRINTABLE.contains(field.definition().name()) ? Printable.only(text) : text;
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

    /** Appends bytes, those that can't be printed as dots. */
    static void appendPrintable(StringBuilder out, String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            out.append(c >= 0x20 && c <= 0x7e ? c : '.');
        }
    }
}
