// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a call of the program gave.
 *
 * @param status the exit status
 * @param out the standard output
 * @param error the standard error
 */
record Program(int status, String out, String error) {
    private static final int SECONDS = 120;

    /** Calls the program in a JVM of its own, in a folder. */
    static Program call(Path folder, String... arguments) throws IOException, InterruptedException {
        return call(folder, Map.of(), arguments);
    }

    /** The same with some variables of the environment. */
    static Program call(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("kguard-out", "");
        Path error = Files.createTempFile("kguard-error", "");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.kguard.cli.Launcher"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(error.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
            return new Program(process.exitValue(), Files.readString(out), Files.readString(error));
        } finally {
            Files.delete(out);
            Files.delete(error);
        }
    }

    /** Calls it in this JVM. Relative paths of arguments start at the JVM's own folder. */
    static Program run(Path folder, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int status = new Launcher(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(error, true, UTF_8),
                        folder)
                .run(arguments);
        return new Program(status, out.toString(UTF_8), error.toString(UTF_8));
    }
}
