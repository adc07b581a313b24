// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words in a class file that may name a class or a package, with slashes: in calls, types, generics, annotations, and also in
 * strings, from which reflection may make a name.
 */
final class MentionedNames {
    private static final Pattern WORD = Pattern.compile("[\\w$./-]{3,}");
    private static final int MAGIC = 0xCAFEBABE;

    private MentionedNames() {}

    static Set<String> in(byte[] classFile) throws IOException {
        Set<String> names = new HashSet<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.readInt();
        int constants = in.readUnsignedShort();
        for (int i = 1; i < constants; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> addWords(in.readUTF(), names);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("a class file with a constant of the unknown kind " + tag);
            }
        }
        return names;
    }

    private static void addWords(String text, Set<String> names) {
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            String name = word.group().replace('.', '/');
            names.add(name);
            if (name.charAt(0) == 'L') {
                names.add(name.substring(1)); // of a descriptor
            }
            if (name.endsWith("/class")) {
                names.add(name.substring(0, name.length() - "/class".length()));
            }
        }
    }
}
