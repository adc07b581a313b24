// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import io.kguard.cli.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes what a distribution has beside the program: the manual page, the completion for bash, zsh and fish, and the texts that the
 * script prints without a JVM.
 */
final class Documents {
    private Documents() {}

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments the folder of the distribution
     */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        Path share = home.resolve("share");
        write(
                share.resolve("man/man1/kguard.1"),
                ManPage.text(printed("--version").strip()));
        Completion completion = Completion.ofAll();
        write(share.resolve("bash-completion/completions/kguard"), completion.bash());
        write(share.resolve("zsh/site-functions/_kguard"), completion.zsh());
        write(share.resolve("fish/vendor_completions.d/kguard.fish"), completion.fish());
        writePrinted(home.resolve("lib/help"));
    }

    /** A file for each text, named by the words that ask for it. */
    private static void writePrinted(Path folder) throws IOException {
        for (String option : new String[] {"--help", "--version"}) {
            write(folder.resolve(option), printed(option));
        }
        for (String command : Launcher.commands().getSubcommands().keySet()) {
            write(folder.resolve(command), printed(command, "--help"));
        }
    }

    private static String printed(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = new Launcher(InputStream.nullInputStream(), stream, stream, Path.of("")).run(words);
        String text = out.toString(StandardCharsets.UTF_8);
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", words) + " ended with " + status + ": " + text);
        }
        return text;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
