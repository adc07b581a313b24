// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Does what users do most, so that the JVM can keep the classes that it loads for later starts.
 * {@code bin/package} runs it.
 */
final class Training {
    private static final int FIRST_OF_VERIFY = 3;

    private final Path folder;

    private Training(Path folder) {
        this.folder = folder;
    }

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments a folder to work in, a capture, and rules for it; then the arguments of {@code kguard verify}, if that is played, too
     */
    public static void main(String[] arguments) throws IOException {
        Training training = new Training(Path.of(arguments[0]));
        training.readRules(arguments[1], arguments[2]);
        if (arguments.length > FIRST_OF_VERIFY) {
            training.verify(List.of(arguments).subList(FIRST_OF_VERIFY, arguments.length));
        }
        System.exit(0); // as the program ends, which loads classes, too
    }

    private void readRules(String capture, String rules) {
        call("new", "rule", "Trained", "--into", folder.resolve("rules").toString());
        call("explain", "proc.name");
        call("explain", "LINT_NEVER_TRUE");
        call("lint", "--rules", rules, "--falco", "0.41");
        call("replay", capture, "--rules=" + rules);
    }

    private void verify(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("verify"));
        words.addAll(arguments);
        words.addAll(List.of("--reports", folder.resolve("reports").toString()));
        call(words.toArray(String[]::new));
    }

    private void call(String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int status = new Launcher(InputStream.nullInputStream(), nowhere, System.err, folder).run(arguments);
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + status);
        }
    }
}
