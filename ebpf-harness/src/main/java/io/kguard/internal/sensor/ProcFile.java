// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The result of stat() for a file; times are nanoseconds since the epoch. */
record ProcFile(long inode, long device, int mode, int uid, int gid, long changeTime, long modificationTime) {
    /** Follows links. Returns null if the file does not exist. */
    static @Nullable ProcFile of(Path path) {
        try {
            Map<String, Object> file = Files.readAttributes(path, "unix:ino,dev,mode,uid,gid,ctime,lastModifiedTime");
            return new ProcFile(
                    number(file, "ino").longValue(),
                    number(file, "dev").longValue(),
                    number(file, "mode").intValue(),
                    NodeIds.of(number(file, "uid").longValue()),
                    NodeIds.of(number(file, "gid").longValue()),
                    nanoseconds(file, "ctime"),
                    nanoseconds(file, "lastModifiedTime"));
        } catch (IOException e) {
            return null;
        }
    }

    private static Number number(Map<String, Object> file, String name) {
        return (Number) Objects.requireNonNull(file.get(name));
    }

    private static long nanoseconds(Map<String, Object> file, String name) {
        return ((FileTime) Objects.requireNonNull(file.get(name))).to(TimeUnit.NANOSECONDS);
    }
}
