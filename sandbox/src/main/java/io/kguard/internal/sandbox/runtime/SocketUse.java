// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sockets of a network namespace. Not all of what they hold is charged to a cgroup.
 *
 * @param count how many there are
 * @param bytes received and not yet read, in those whose memory may be charged to nobody
 */
record SocketUse(long count, long bytes) {
    private static final SocketUse NONE = new SocketUse(0, 0);
    /** As few hold little, whatever they hold. */
    private static final int FEW = 64;

    /** Where the kernel lists sockets, and which word of a line has the bytes. */
    private record Listing(String file, int word, boolean queues) {
        long bytes(Path net) {
            try (Stream<String> lines = Files.lines(net.resolve(file), StandardCharsets.ISO_8859_1)) {
                return lines.skip(1)
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(words -> words.length > word)
                        .mapToLong(words -> queues
                                ? Long.parseLong(words[word].substring(words[word].indexOf(':') + 1), 16)
                                : Long.parseLong(words[word]))
                        .sum();
            } catch (IOException | java.io.UncheckedIOException e) {
                return 0; // the process has ended, or the kernel has no such sockets
            }
        }
    }

    private static final List<Listing> LISTINGS = List.of(
            new Listing("netlink", 4, false),
            new Listing("packet", 6, false),
            new Listing("raw", 4, true),
            new Listing("raw6", 4, true),
            new Listing("udp", 4, true),
            new Listing("udp6", 4, true),
            new Listing("udplite", 4, true),
            new Listing("udplite6", 4, true));

    /** The sockets of the network namespace of a process; none if it has ended. */
    static SocketUse of(long pid) {
        Path net = Path.of("/proc/" + pid + "/net");
        long count;
        try {
            count = Files.readAllLines(net.resolve("sockstat")).stream()
                    .filter(line -> line.startsWith("sockets: used "))
                    .mapToLong(line -> Long.parseLong(line.substring("sockets: used ".length())))
                    .sum();
        } catch (IOException e) {
            return NONE;
        }
        return new SocketUse(
                count,
                count < FEW
                        ? 0
                        : LISTINGS.stream().mapToLong(each -> each.bytes(net)).sum());
    }
}
