// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.RuleSet;
import io.kguard.internal.batch.CaptureOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.input.PortableDataStream;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The alerts of captures, and what became of each. A capture is read on only when something is asked for, so that its alerts need no
 * memory. One that can't be read to its end stops no other.
 */
final class JudgedCaptures implements Iterator<Judged>, Closeable {
    private final Iterator<Tuple2<String, PortableDataStream>> captures;
    private final RuleSet rules;
    private final @Nullable RuleSet against;
    private final AlertRows rows;
    private final Queue<Judged> found = new ArrayDeque<>();
    private @Nullable OpenCapture open;

    /**
     * Judges captures.
     *
     * @param captures their names and how to open them
     * @param rules the rules
     * @param against the rules before the change; null if there is only one set
     * @param rows makes rows of alerts
     */
    JudgedCaptures(
            Iterator<Tuple2<String, PortableDataStream>> captures,
            RuleSet rules,
            @Nullable RuleSet against,
            AlertRows rows) {
        this.captures = captures;
        this.rules = rules;
        this.against = against;
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        while (found.isEmpty()) {
            OpenCapture capture = open;
            if (capture != null) {
                read(capture);
            } else if (captures.hasNext()) {
                open(captures.next());
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

    private void open(Tuple2<String, PortableDataStream> capture) {
        String name = capture._1();
        try {
            // the capture closes the stream, also if it can't be opened
            InputStream in = capture._2().open();
            open = new OpenCapture(name, in, rules, against, rows, found::add);
        } catch (IOException e) {
            CaptureOutcome outcome = new CaptureOutcome(name, 0, 0, Map.of(), String.valueOf(e.getMessage()));
            found.add(new Judged.OfCapture(outcome, List.of(), List.of()));
        }
    }

    /** Reads on to the next alert, or to the end. */
    private void read(OpenCapture capture) {
        String failure = "";
        try {
            while (capture.next()) {
                if (!found.isEmpty()) {
                    return;
                }
            }
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            throw new IllegalStateException("the replay of " + capture.name() + " ended early: " + e, e);
        }
        found.add(capture.end(failure));
        close();
    }

    @Override
    public void close() {
        OpenCapture capture = open;
        open = null;
        if (capture != null) {
            try {
                capture.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
