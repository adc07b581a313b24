// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.capture.CaptureException;
import io.kguard.capture.PieceWriter;
import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.internal.file.FileToRead;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a capture into pieces that can be replayed apart. Each begins with all that is known of the machine at that moment, so
 * that the pieces together give the alerts of the whole. Fields that count across events, {@code util.cnt} and
 * {@code evt.deltatime}, begin anew in each piece.
 *
 * @param version the version of Falco that the pieces are for: what is known of a machine depends on it
 * @param events the number of events of a piece
 */
@API(status = API.Status.INTERNAL)
public record CaptureCutter(FalcoVersion version, long events) {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    public CaptureCutter {
        if (events < 1) {
            throw new IllegalArgumentException(
                    Wording.option("pieceEvents") + " is the number of events of a piece, at least 1, not " + events);
        }
    }

    /**
     * Cuts a capture.
     *
     * @param capture the capture, which stays as it is
     * @param folder the folder for the pieces, created if absent. Their names are that of the capture with a number
     * @return the pieces, in their order
     * @throws CaptureException if the capture is damaged; then no piece is left
     * @throws IOException if it can't be read, or a piece can't be written; then no piece is left
     */
    public List<Path> cut(Path capture, Path folder) throws IOException {
        Files.createDirectories(folder);
        Pieces pieces = new Pieces(folder, name(capture), isCompressed(capture));
        boolean complete = false;
        try {
            cut(capture, pieces);
            complete = true;
        } finally {
            pieces.end(complete);
        }
        return List.copyOf(pieces.files);
    }

    private void cut(Path capture, Pieces pieces) throws IOException {
        Machine machine = new Machine(version);
        Event event = new Event(version);
        pieces.next();
        try (ScapReader reader = ScapReader.open(capture, version, machine, pieces::block)) {
            long begin = 0;
            try {
                while (true) {
                    if (reader.eventsRead() - begin >= events) {
                        pieces.next().begin(reader, machine.entries(), machine.snapshot());
                        begin = reader.eventsRead();
                        pieces.empty = true;
                    }
                    if (!reader.next(event)) {
                        return;
                    }
                    machine.apply(event);
                    machine.finish(event);
                }
            } catch (MalformedEventException e) {
                throw reader.damaged(String.valueOf(e.getMessage()));
            }
        }
    }

    private static String name(Path capture) {
        return String.valueOf(capture.getFileName()).replaceFirst("\\.scap(\\.gz)?$", "");
    }

    private static boolean isCompressed(Path capture) throws IOException {
        try (InputStream in = Files.newInputStream(FileToRead.of(capture))) {
            return in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        }
    }

    /** The files of pieces, of which the last one is written. */
    private static final class Pieces {
        private final Path folder;
        private final String name;
        private final boolean compressed;
        private final List<Path> files = new ArrayList<>();
        private @Nullable PieceWriter writer;
        private boolean empty;

        Pieces(Path folder, String name, boolean compressed) {
            this.folder = folder;
            this.name = name;
            this.compressed = compressed;
        }

        PieceWriter next() throws IOException {
            closeWriter();
            Path file = folder.resolve(String.format(Locale.ROOT, "%s-%05d.scap", name, files.size() + 1));
            files.add(file);
            PieceWriter next = PieceWriter.create(file, compressed);
            writer = next;
            return next;
        }

        void block(ByteBuffer buffer, int offset, int length) throws IOException {
            empty = false;
            if (writer != null) {
                writer.block(buffer, offset, length);
            }
        }

        private void closeWriter() throws IOException {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        }

        /** The last piece is not needed if nothing followed. */
        void end(boolean complete) throws IOException {
            try {
                closeWriter();
            } finally {
                if (!complete) {
                    for (Path file : files) {
                        Files.deleteIfExists(file);
                    }
                } else if (empty) {
                    Files.delete(files.remove(files.size() - 1));
                }
            }
        }
    }
}
