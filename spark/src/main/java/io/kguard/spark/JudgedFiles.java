// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of files, and what happened to each. A file is read on only when something is asked for, so that its alerts need no
 * memory. One that can't be read to its end stops no other.
 */
final class JudgedFiles implements Iterator<Judged>, Closeable {
    private final Iterator<GivenFile> files;
    private final SharedWork work;
    private final Configuration configuration;
    private final Queue<Judged> found = new ArrayDeque<>();
    private @Nullable JudgedFile open;

    /**
     * Judges files.
     *
     * @param work the rules, and how alerts become lines
     * @param configuration how file systems are reached
     */
    JudgedFiles(Iterator<GivenFile> files, SharedWork work, Configuration configuration) {
        this.files = files;
        this.work = work;
        this.configuration = configuration;
    }

    @Override
    public boolean hasNext() {
        while (found.isEmpty()) {
            JudgedFile file = open;
            if (file != null) {
                read(file);
            } else if (files.hasNext()) {
                open(files.next());
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public Judged next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return found.remove();
    }

    private void open(GivenFile file) {
        Path path = new Path(file.name());
        try {
            // the file closes the stream, also if it can't be opened
            InputStream in = path.getFileSystem(configuration).open(path);
            open = new JudgedFile(file, in, work, found::add);
        } catch (IOException e) {
            found.add(Judged.OfFile.unread(file.name(), String.valueOf(e.getMessage())));
        }
    }

    /** Reads on to the next alert, or to the end. */
    private void read(JudgedFile file) {
        String failure = "";
        try {
            while (file.next()) {
                if (!found.isEmpty()) {
                    return;
                }
            }
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            throw new IllegalStateException("the replay of " + file.name() + " ended early: " + e, e);
        }
        found.add(file.end(failure));
        close();
    }

    @Override
    public void close() {
        JudgedFile file = open;
        open = null;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
