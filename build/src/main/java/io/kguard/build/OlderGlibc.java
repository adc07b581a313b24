// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Lets native libraries run on glibc 2.35, which were linked against a newer one though they use little of it: {@code strtol} and its
 * like, under the names that they have for C23, and {@code fmod}. Both are in glibc since its beginnings. A library that uses anything
 * else of a newer glibc is refused.
 */
final class OlderGlibc {
    private static final int OLDEST_MINOR = 35;
    private static final String VERSION = "GLIBC_2.";
    private static final String C23 = "__isoc23_";
    private static final Set<String> SAME_EVER_SINCE = Set.of("fmod", "fmodf");

    /** By the machine in the header of a file, the version that the first glibc for it had. */
    private static final Map<Integer, String> FIRST = Map.of(62, "GLIBC_2.2.5", 183, "GLIBC_2.17");

    private static final int ELF = 0x464C457F;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int VERSIONS_OF_SYMBOLS = 0x6FFFFFFF;
    private static final int VERSIONS_NEEDED = 0x6FFFFFFE;

    private final ByteBuffer file;
    private final String first;
    private int symbols = -1;
    private int symbolCount;
    private int strings;
    private int versions = -1;
    private int needed = -1;
    private int neededCount;

    private OlderGlibc(ByteBuffer file) throws IOException {
        this.file = file.order(ByteOrder.LITTLE_ENDIAN);
        boolean is64BitsLittleEndian = file.getInt(0) == ELF && file.get(4) == 2 && file.get(5) == 1;
        String version = FIRST.get((int) file.getShort(18));
        if (!is64BitsLittleEndian || version == null) {
            throw new IOException("not a library for x86-64 or aarch64");
        }
        first = version;
        readSections();
    }

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments libraries, which are changed
     */
    public static void main(String[] arguments) throws IOException {
        for (String argument : arguments) {
            Path path = Path.of(argument);
            byte[] bytes = Files.readAllBytes(path);
            try {
                if (new OlderGlibc(ByteBuffer.wrap(bytes)).change()) {
                    Files.write(path, bytes);
                }
            } catch (IOException | IndexOutOfBoundsException e) {
                throw new IOException(
                        path + " can't be made to run on glibc 2." + OLDEST_MINOR + ": " + e.getMessage(), e);
            }
        }
    }

    private void readSections() {
        int table = (int) file.getLong(40);
        int size = file.getShort(58);
        int count = file.getShort(60);
        for (int i = 0; i < count; i++) {
            int section = table + i * size;
            int offset = (int) file.getLong(section + 24);
            switch (file.getInt(section + 4)) {
                case DYNAMIC_SYMBOLS -> {
                    symbols = offset;
                    symbolCount = (int) (file.getLong(section + 32) / 24);
                    strings = (int) file.getLong(table + file.getInt(section + 40) * size + 24);
                }
                case VERSIONS_OF_SYMBOLS -> versions = offset;
                case VERSIONS_NEEDED -> {
                    needed = offset;
                    neededCount = file.getInt(section + 44);
                }
                default -> {}
            }
        }
    }

    private boolean change() throws IOException {
        boolean changed = false;
        int library = needed;
        for (int i = 0; needed >= 0 && i < neededCount; i++) {
            int version = library + file.getInt(library + 8);
            for (int j = file.getShort(library + 2); j > 0; j--) {
                if (isTooNew(text(file.getInt(version + 8)))) {
                    changeSymbols(file.getShort(version + 6));
                    file.putInt(version, hash(first));
                    file.putInt(version + 8, placeOf(first));
                    changed = true;
                }
                version += file.getInt(version + 12);
            }
            library += file.getInt(library + 12);
        }
        return changed;
    }

    private static boolean isTooNew(String version) {
        return version.matches("GLIBC_2\\.\\d+")
                && Integer.parseInt(version.substring(VERSION.length())) > OLDEST_MINOR;
    }

    private void changeSymbols(int version) throws IOException {
        for (int i = 0; i < symbolCount; i++) {
            if ((file.getShort(versions + 2 * i) & 0x7FFF) == version) {
                int symbol = symbols + 24 * i;
                String name = text(file.getInt(symbol));
                if (name.startsWith(C23)) {
                    file.putInt(symbol, file.getInt(symbol) + C23.length()); // the rest of the same text
                } else if (!SAME_EVER_SINCE.contains(name)) {
                    throw new IOException("it uses " + name + " of a newer glibc");
                }
            }
        }
    }

    private String text(int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = strings + offset; file.get(i) != 0; i++) {
            text.append((char) file.get(i));
        }
        return text.toString();
    }

    /** Where this text is among those of the symbols. */
    private int placeOf(String text) throws IOException {
        byte[] wanted = ("\0" + text + "\0").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i + wanted.length <= file.capacity() - strings; i++) {
            int same = 0;
            while (same < wanted.length && file.get(strings + i + same) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i + 1;
            }
        }
        throw new IOException("it needs nothing of " + text);
    }

    /** As the loader compares the names of versions. */
    private static int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash << 4) + text.charAt(i);
            int high = hash & 0xF0000000;
            hash ^= high >>> 24;
            hash &= ~high;
        }
        return hash;
    }
}
