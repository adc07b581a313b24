// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a distribution has beside the program: the manual page, and the completion for bash, zsh and fish. */
public final class Documents {
    private Documents() {}

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments the folder {@code share} of the distribution
     */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        write(share.resolve("man/man1/kguard.1"), ManPage.text());
        Completion completion = Completion.ofAll();
        write(share.resolve("bash-completion/completions/kguard"), completion.bash());
        write(share.resolve("zsh/site-functions/_kguard"), completion.zsh());
        write(share.resolve("fish/vendor_completions.d/kguard.fish"), completion.fish());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
