package io.kguard.condition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Between the text of a rule file and the byte strings of events, which are held as Latin-1. */
final class Texts {
    /**
     * A byte from 0x80 written as {@code \xHH} need not be UTF-8. Until it becomes a byte it is kept as an unpaired
     * surrogate, this plus the byte, which no text has otherwise.
     */
    static final char RAW_BYTES = 0xdc00;

    private Texts() {}

    static boolean isRawByte(int codePoint) {
        return codePoint >= RAW_BYTES + 0x80 && codePoint <= RAW_BYTES + 0xff;
    }

    /** The bytes of a literal, as a Latin-1 string. */
    static String toBytes(String literal) {
        if (literal.chars().allMatch(c -> c < 0x80)) {
            return literal;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        literal.codePoints().forEach(c -> {
            if (isRawByte(c)) {
                bytes.write(c - RAW_BYTES);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
            }
        });
        return bytes.toString(ISO_8859_1);
    }

    /** A byte string as people read it. */
    static String toText(String bytes) {
        return bytes.chars().allMatch(c -> c < 0x80) ? bytes : new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }
}
