package io.kguard.condition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.field.Escapes;
import java.io.ByteArrayOutputStream;

/** Between the text of a rule file and the byte strings of events, which are held as Latin-1. */
final class Texts {
    private Texts() {}

    /** The bytes of a literal, as a Latin-1 string. */
    static String toBytes(String literal) {
        if (literal.chars().allMatch(c -> c < 0x80)) {
            return literal;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        literal.codePoints().forEach(c -> {
            if (Escapes.isRawByte(c)) {
                bytes.write(Escapes.rawByte(c));
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
