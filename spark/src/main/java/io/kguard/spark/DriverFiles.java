// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files that the driver reads: those without a scheme are of its machine.
 *
 * @param configuration how other file systems are reached
 */
record DriverFiles(Configuration configuration) {
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:.*");

    /** The path of a place. */
    Path path(String place) {
        return SCHEME.matcher(place).matches()
                ? new Path(place)
                : new Path(java.nio.file.Path.of(place).toAbsolutePath().toUri());
    }

    /** The file system of a path. */
    FileSystem system(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }

    /** Whether there is a place. */
    boolean exists(String place) throws IOException {
        Path path = path(place);
        return system(path).exists(path);
    }

    /**
     * The bytes of a file, or of a longer one so many that it is refused.
     *
     * @param most how many it may have
     * @throws IOException if it can't be read; the message names it
     */
    byte[] bytes(String place, int most) throws IOException {
        Path path = path(place);
        try (InputStream in = system(path).open(path)) {
            return in.readNBytes(most + 1);
        } catch (FileNotFoundException e) {
            throw unreadable(place, "there is no such file", e);
        } catch (IOException e) {
            throw unreadable(place, String.valueOf(e.getMessage()), e);
        }
    }

    /** Says why a place can't be read. */
    static IOException unreadable(String place, String why, IOException cause) {
        return new IOException("Could not open " + place + " for reading: " + why, cause);
    }
}
