// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Does what users do most, so that the JVM can keep the classes that it loads for later starts.
 * {@code bin/package} runs it.
 */
public final class Training {
    private final Path folder;

    private Training(Path folder) {
        this.folder = folder;
    }

    /**
     * Called by {@code bin/package}: with a folder to work in, and {@code replay}, a capture and rules, for what is over in a moment if
     * it starts fast; or {@code verify} and rules, for what plays scenarios.
     */
    public static void main(String[] arguments) throws IOException {
        Training training = new Training(Path.of(arguments[0]));
        List<String> words = List.of(arguments).subList(1, arguments.length);
        if (words.get(0).equals("verify")) {
            training.call("verify", "--help");
            training.call(
                    "verify",
                    words.get(1),
                    "--reports",
                    training.folder.resolve("reports").toString());
        } else {
            training.replay(words.get(1), words.get(2));
        }
        System.exit(0); // as the program ends, which loads classes, too
    }

    private void replay(String capture, String rules) {
        call("--help");
        call("verify", "--help");
        call("lint", "--rules", rules, "--falco", "0.40");
        call("replay", capture, "--rules=" + rules);
    }

    private void call(String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int status = new Launcher(InputStream.nullInputStream(), nowhere, System.err, folder).run(arguments);
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + status);
        }
    }
}
