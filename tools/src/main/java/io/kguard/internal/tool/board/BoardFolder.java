// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileBelow;
import io.kguard.internal.file.OwnFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a board. Nothing but a board is ever removed from it. */
final class BoardFolder {
    static final String INDEX = "index.html";

    /** What the first page of each board has in its head. */
    private static final String MARK = "<meta name=\"generator\" content=\"kguard board\">";

    private static final String OWN = "index\\.html|set-[a-z0-9-]+\\.html|badge-[a-z0-9-]+\\.svg|recordings"
            + "|recordings/[a-z0-9-]+|recordings/[a-z0-9-]+/[a-z0-9-]+\\.scap";
    private static final int HEAD = 1 << 10;
    private static final int DEEPEST = 3;

    private BoardFolder() {}

    /**
     * Removes an earlier board.
     *
     * @throws IOException if the folder holds something else, which stays as it is
     */
    static void clear(Path folder) throws IOException {
        OwnFolder.check(folder);
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
            files = walk.filter(file -> !file.equals(folder)).toList();
        }
        boolean board = files.isEmpty() || isBoard(folder);
        for (Path file : files) {
            String name = folder.relativize(file).toString();
            boolean isOwn =
                    name.matches(OWN) && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) == !name.contains(".");
            if (!board || !isOwn) {
                throw new IOException(folder + " holds " + name
                        + ", which is of no board. Name a folder that is empty, or has an earlier board");
            }
        }
        for (Path file : files.stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }

    private static boolean isBoard(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(INDEX), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = FileBelow.open(folder, Path.of(INDEX))) {
            return new String(in.readNBytes(HEAD), UTF_8).contains(MARK);
        }
    }
}
