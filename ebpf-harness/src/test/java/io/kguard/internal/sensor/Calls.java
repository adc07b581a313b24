// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** The test program that makes system calls; see {@code src/test/c}. */
public final class Calls {
    public static final Path PROGRAM = program();

    /** Including the events that are recorded only on request. */
    static final EventSelection EVERYTHING = everything();

    private Calls() {}

    private static Path program() {
        try {
            Path path = Path.of(Calls.class
                    .getResource(NativeLibraries.architecture() + "/calls")
                    .toURI());
            if (!Files.isExecutable(path)) {
                throw new AssertionError(path + " can't be run: build it with make -f native.mk tests");
            }
            return path;
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static EventSelection everything() {
        BitSet codes = new BitSet();
        codes.set(EventCodes.SWITCH_E);
        codes.set(EventCodes.PAGE_FAULT_E);
        return EventSelection.all().and(EventSelection.of(codes, codes));
    }

    /** Where a test makes cgroups that are named like containers. */
    public static Path cgroups() {
        Path all = Path.of("/sys/fs/cgroup");
        return Stream.of("unified", "memory")
                .map(all::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(all);
    }

    static List<String> cases() throws IOException {
        Process process = new ProcessBuilder(PROGRAM.toString(), "--list").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Starts a case; it waits for {@link #go}. */
    public static Process start(String name, Path directory) throws IOException {
        return new ProcessBuilder(PROGRAM.toString(), name, directory.toString()).start();
    }

    /** Lets a case run to its end and returns its output. */
    public static List<String> go(Process process) throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError("the program ended with status " + status + ": " + errors);
        }
        return lines;
    }
}
