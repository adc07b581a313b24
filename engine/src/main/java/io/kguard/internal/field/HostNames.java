// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Host names of addresses, for the fields {@code fd.cip.name}, {@code fd.sip.name}, {@code fd.lip.name} and
 * {@code fd.rip.name}. No name service is used: the result of a replay depends only on this list. Immutable.
 */
public final class HostNames {
    /** No names. */
    public static final HostNames NONE = new HostNames(Map.of());

    private static final long LARGEST_FILE = 64L << 20;

    private final Map<IpAddress, List<String>> names;

    private HostNames(Map<IpAddress, List<String>> names) {
        this.names = names;
    }

    /**
     * Reads a file in the format of {@code /etc/hosts}: an address, then its names, on each line; {@code #} starts a
     * comment.
     *
     * @throws IOException if it can't be read or has another format; the message names file and line
     */
    public static HostNames read(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + ": larger than " + (LARGEST_FILE >> 20) + " MiB, no file of host names");
        }
        Map<IpAddress, List<String>> names = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                int comment = line.indexOf('#');
                String[] words = (comment < 0 ? line : line.substring(0, comment))
                        .strip()
                        .split("\\s+", -1);
                if (words[0].isEmpty()) {
                    continue;
                }
                IpAddress address = IpAddress.parse(words[0]);
                if (address == null || words.length < 2) {
                    throw new IOException(file + ":" + number + ": expected an IP address and at least one name");
                }
                List<String> known = names.computeIfAbsent(address, key -> new ArrayList<>());
                for (int i = 1; i < words.length; i++) {
                    known.add(words[i]);
                }
            }
        }
        return new HostNames(names);
    }

    /**
     * The names of an address, in the order of the file; empty if it has none.
     *
     * @param family 4 or 6
     */
    List<String> of(int family, long high, long low) {
        return names.isEmpty() ? List.of() : names.getOrDefault(new IpAddress(family == 6, high, low), List.of());
    }
}
