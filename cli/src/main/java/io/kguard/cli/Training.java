// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Does what is over in a moment if it starts fast, so that the JVM can keep the classes that it loads, and what it learns of hot code,
 * for later starts. {@code bin/package} runs it. What plays scenarios is not among it: its thousands of classes would slow the start of
 * all the rest, and it takes seconds anyway.
 */
public final class Training {
    /** So often the JVM has compiled what is hot in a replay. */
    private static final int REPLAYS = 400;

    private final Path folder;

    private Training(Path folder) {
        this.folder = folder;
    }

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments a folder to work in, rules, and a capture
     */
    public static void main(String[] arguments) throws IOException {
        Training training = new Training(Path.of(arguments[0]));
        String rules = arguments[1];
        String capture = arguments[2];
        training.call("--help");
        training.call("verify", "--help");
        training.call("lint", rules);
        for (int i = 0; i < REPLAYS; i++) {
            training.call("replay", capture, "--rules", rules);
        }
        System.exit(0); // as the program ends, which loads classes, too
    }

    private void call(String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int status = new Launcher(InputStream.nullInputStream(), nowhere, System.err, folder).run(arguments);
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + status);
        }
    }
}
