// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What a guest hands back: an archive on a disk. An attack that broke out of its jail could have written it, so nothing is taken
 * but files and folders, each below the folder that it is for.
 */
final class GuestResults {
    /** The size of the disk. */
    static final long MAX_BYTES = 1L << 30;

    private static final int MAX_ENTRIES = 100_000;
    private static final Pattern OUTPUT = Pattern.compile("(?:\\./)?out/(\\d{1,3})/(.+)");
    private static final Pattern STATUS = Pattern.compile("\\d{1,3}");

    private GuestResults() {}

    /**
     * Writes the files to their folders.
     *
     * @param disk the disk
     * @param outputs the folders, in the order in which the guest has them
     * @return the exit status of the command; empty if the guest did not come so far
     */
    static OptionalInt take(Path disk, List<Path> outputs) throws IOException {
        OptionalInt status = OptionalInt.empty();
        int entries = 0;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(disk), 1 << 16);
                TarArchiveInputStream archive = new TarArchiveInputStream(bytes, UTF_8.name())) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (++entries > MAX_ENTRIES) {
                    throw new GuestException("the virtual machine wrote more than " + MAX_ENTRIES + " files");
                }
                Matcher output = OUTPUT.matcher(entry.getName());
                if (entry.getName().equals("status") && isRegular(entry)) {
                    status = status(new String(archive.readNBytes(16), UTF_8).strip());
                } else if (output.matches()) {
                    int number = Integer.parseInt(output.group(1));
                    if (number >= outputs.size()) {
                        throw notAsked(entry);
                    }
                    take(archive, entry, outputs.get(number), output.group(2));
                } else if (!entry.isDirectory()) {
                    throw notAsked(entry);
                }
            }
        }
        return status;
    }

    private static OptionalInt status(String text) {
        return STATUS.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static void take(InputStream archive, TarArchiveEntry entry, Path folder, String name) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root)) {
            throw notAsked(entry);
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
        } else if (isRegular(entry)) {
            OwnFolder.check(file);
            Files.createDirectories(file.getParent());
            WholeFile.write(file, out -> archive.transferTo(out));
        } else {
            throw notAsked(entry);
        }
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        byte flag = entry.getLinkFlag();
        return (flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM) && !entry.isSparse();
    }

    private static GuestException notAsked(TarArchiveEntry entry) {
        return new GuestException("the virtual machine handed back what nobody asked for: " + entry.getName());
    }
}
