// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads files under /proc. Processes may end at any time; what is gone reads as empty. Strings are Latin-1, one
 * {@code char} per byte.
 */
final class Proc {
    private static final int MAX_BYTES = 1 << 20;

    private final Path directory;

    private Proc(Path directory) {
        this.directory = directory;
    }

    /** The root of /proc. */
    public static Proc root() {
        return new Proc(Path.of("/proc"));
    }

    public static Proc process(long pid) {
        return new Proc(Path.of("/proc", Long.toString(pid)));
    }

    Proc thread(long tid) {
        return new Proc(directory.resolve("task").resolve(Long.toString(tid)));
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** The first MiB of a file; empty if it can't be read. */
    public String text(String name) {
        try (InputStream in = Files.newInputStream(directory.resolve(name))) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** The target of a symbolic link; empty if it can't be read. */
    String link(String name) {
        try {
            byte[] bytes =
                    Files.readSymbolicLink(directory.resolve(name)).toString().getBytes(StandardCharsets.UTF_8);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** The numeric entries of a directory. */
    public List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve(name), "[0-9]*")) {
            for (Path entry : entries) {
                numbers.add(Integer.valueOf(entry.getFileName().toString()));
            }
        } catch (IOException e) {
            return List.of();
        }
        return numbers;
    }

    /** The fields of {@code stat} from the third on, which is at index 0; null if the process is gone. */
    String @Nullable [] stat() {
        String stat = text("stat");
        int end = stat.lastIndexOf(')');
        return end < 0 ? null : stat.substring(end + 2).strip().split(" ", -1);
    }

    /** The parent of a process; -1 if the process is gone. */
    public int parent() {
        String[] stat = stat();
        return stat == null ? -1 : Integer.parseInt(stat[1]);
    }
}
