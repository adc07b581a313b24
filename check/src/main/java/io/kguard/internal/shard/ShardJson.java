// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import io.kguard.event.JsonValue;
import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.record.RecordJson;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The files of shards. A file has the records of a run as they are, so that whatever a report shows of a run can be shown
 * of its shards. It is for {@code kguard:merge} of the same version alone.
 */
public final class ShardJson {
    private ShardJson() {}

    /**
     * Writes a file. It is there as a whole or not at all, however the writer ends.
     *
     * @throws IOException if it can't be written
     */
    public static void write(Path file, Record shard) throws IOException {
        WholeFile.write(file, RecordJson.write(shard));
    }

    /**
     * Reads the head of a file, to learn what it is.
     *
     * @throws IOException if it is no shard, is damaged, or can't be read
     */
    public static ShardHead head(Path file) throws IOException {
        OwnFolder.check(file);
        byte[] json = FileToRead.bytes(file);
        try {
            JsonValue head = RecordJson.parse(json).get("head");
            if (head == null) {
                throw new IllegalArgumentException("it has no head");
            }
            return RecordJson.read(head, ShardHead.class);
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is no shard, is damaged, or can't be read
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        byte[] json = FileToRead.bytes(file);
        try {
            return RecordJson.read(json, type);
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Path file, IllegalArgumentException e) {
        return new IOException(
                file + " is no shard of this version of kguard, or is damaged: " + e.getMessage()
                        + ". Run the shard again with the version that merges it.",
                e);
    }
}
