// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.IpAddress;
import io.kguard.internal.file.FileToRead;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of addresses, for the fields {@code fd.cip.name}, {@code fd.sip.name}, {@code fd.lip.name} and {@code fd.rip.name}. No
 * name service is ever asked: what a replay says depends on this list alone. Immutable.
 */
public final class HostNames implements Serializable {
    /** No names. */
    public static final HostNames NONE = new HostNames(Map.of());

    /** The largest file that is read, in bytes. */
    public static final int LARGEST_FILE = 64 << 20;

    private static final long serialVersionUID = 1L;

    private final HashMap<IpAddress, List<String>> names;

    private HostNames(Map<IpAddress, List<String>> names) {
        this.names = new HashMap<>(names);
    }

    /**
     * Names of IPv4 and IPv6 addresses.
     *
     * @throws IllegalArgumentException if an address is not an IP address
     */
    public static HostNames of(Map<String, List<String>> namesOfAddresses) {
        Map<IpAddress, List<String>> names = new HashMap<>();
        namesOfAddresses.forEach((text, all) -> {
            IpAddress address = IpAddress.parse(text);
            if (address == null) {
                throw new IllegalArgumentException("\"" + text + "\" is not an IP address");
            }
            names.put(address, List.copyOf(all));
        });
        return new HostNames(names);
    }

    /**
     * Reads a file in the format of {@code /etc/hosts}: an address, then its names, on each line; {@code #} starts a
     * comment.
     *
     * @throws IOException if it can't be read or has another format; the message names file and line
     */
    public static HostNames read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(FileToRead.of(file))) {
            return read(file.toString(), in.readNBytes(LARGEST_FILE + 1));
        }
    }

    /**
     * Reads such a file that is not on this machine.
     *
     * @param file its name, for messages
     * @param bytes its bytes, or so many of them that it is refused
     * @throws IOException if it has another format; the message names file and line
     */
    public static HostNames read(String file, byte[] bytes) throws IOException {
        if (bytes.length > LARGEST_FILE) {
            throw new IOException(file + ": larger than " + (LARGEST_FILE >> 20) + " MiB, no file of host names");
        }
        Map<IpAddress, List<String>> names = new HashMap<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8.newDecoder()))) {
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
