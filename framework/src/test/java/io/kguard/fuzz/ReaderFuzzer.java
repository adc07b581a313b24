package io.kguard.fuzz;

import java.io.IOException;
import java.util.Locale;

/** What Jazzer calls with inputs that it makes: the reader that a system property names. */
public final class ReaderFuzzer {
    /** The system property: the reader's name, in small letters. */
    public static final String READER = "kguard.fuzz.reader";

    private static final Reader TARGET =
            Reader.valueOf(System.getProperty(READER, "rules").toUpperCase(Locale.ROOT));

    private ReaderFuzzer() {}

    /**
     * Reads an input.
     *
     * @throws IOException if the machine fails
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        TARGET.read(input);
    }
}
